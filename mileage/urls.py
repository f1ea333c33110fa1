from django.urls import path

from mileage.views.adjustments import (
    adjustment,
    adjustments,
    approve,
    new_adjustment,
    new_merge,
    reject,
)
from mileage.views.boards import board_choice, boards
from mileage.views.download import download
from mileage.views.grants import grants
from mileage.views.mine import mine
from mileage.views.reuse import decide, reuses, tell
from mileage.views.reward_desk import redemption, reward_desk
from mileage.views.rewards import cancel, reward, rewards

app_name = "mileage"

urlpatterns = [
    path("", mine, name="mine"),
    path("boards/", boards, name="boards"),
    path("boards/choice/", board_choice, name="board_choice"),
    path("offices/", grants, name="grants"),
    path("reuse/", reuses, name="reuses"),
    path("reuse/item/<int:item_id>/", tell, name="tell_reuse"),
    path("reuse/<int:pk>/decide/", decide, name="decide_reuse"),
    path("adjustments/", adjustments, name="adjustments"),
    path("adjustments/new/", new_adjustment, name="new_adjustment"),
    path("adjustments/merge/", new_merge, name="new_merge"),
    path("adjustments/<int:pk>/", adjustment, name="adjustment"),
    path("adjustments/<int:pk>/approve/", approve, name="approve_adjustment"),
    path("adjustments/<int:pk>/reject/", reject, name="reject_adjustment"),
    path("rewards/", rewards, name="rewards"),
    path("rewards/<int:pk>/", reward, name="reward"),
    path("rewards/requests/<int:pk>/cancel/", cancel, name="cancel_redemption"),
    path("rewards/desk/", reward_desk, name="reward_desk"),
    path("rewards/desk/<int:pk>/", redemption, name="redemption"),
    path("download/", download, name="download"),
]
