"""Who gets what at every address: the one table of permissions.

A row is an address and the status that each of the cast gets, in the order of ``CAST``. The item
is published for all, the secret one for the author's office (Busan) only, the draft is the
author's, the submission waits for Busan's coordinator. 302 for a visitor is the way to the sign-in
page; 404 is how the portal says that something does not exist for you.
"""

from __future__ import annotations

from dataclasses import dataclass

#        visitor, reader, colleague, author, coordinator, evaluator, admin
CAST = ("visitor", "reader", "colleague", "author", "coordinator", "evaluator", "admin")


@dataclass(frozen=True, slots=True)
class Row:
    """``path`` is filled with the scene's numbers; ``post`` makes it a POST of these fields."""

    name: str
    path: str
    statuses: str
    post: dict[str, str] | None = None

    @property
    def expected(self) -> dict[str, int]:
        """Status by cast member."""
        return dict(zip(CAST, map(int, self.statuses.split()), strict=True))


SIGNED_IN = "302 200 200 200 200 200 200"
POSTED = "302 302 302 302 302 302 302"
ADMIN = "302 404 404 404 404 404 200"
BUSAN = "302 404 200 200 200 404 200"
EVALUATOR = "302 404 404 404 404 200 404"
ADMIN = "302 404 404 404 404 404 200"
NOBODY = "302 404 404 404 404 404 404"

TABLE = [
    Row("healthz", "/healthz", "200 200 200 200 200 200 200"),
    Row("home", "/", SIGNED_IN),
    Row("search:results", "/search/?q=x", SIGNED_IN),
    Row("search:suggest", "/search/suggest/?q=x", "401 200 200 200 200 200 200"),
    Row("search:log", "/search/log/", "302 404 404 404 200 404 200"),
    Row("search:clicked", "/search/clicked/", "401 204 204 204 204 204 204", {"rank": "1"}),
    # Reading
    Row("knowledge:list", "/knowledge/", SIGNED_IN),
    Row("knowledge:category", "/knowledge/c/clearance/", SIGNED_IN),
    Row("knowledge:mine", "/knowledge/mine/", SIGNED_IN),
    Row("knowledge:bookmarks", "/knowledge/bookmarks/", SIGNED_IN),
    Row("knowledge:officer", "/knowledge/officers/{author}/", SIGNED_IN),
    Row("knowledge:item", "/knowledge/{item}/", SIGNED_IN),
    Row("knowledge:item", "/knowledge/{secret}/", BUSAN),
    Row("knowledge:item", "/knowledge/{draft}/", "302 404 404 200 404 404 404"),
    Row("knowledge:item", "/knowledge/{submission}/", "302 404 404 200 200 404 200"),
    Row("knowledge:item", "/knowledge/{public}/", "200 200 200 200 200 200 200"),
    Row("knowledge:history", "/knowledge/{item}/history/", SIGNED_IN),
    Row("knowledge:history", "/knowledge/{secret}/history/", BUSAN),
    Row("knowledge:revision", "/knowledge/{item}/history/1/", SIGNED_IN),
    Row("knowledge:revision", "/knowledge/{secret}/history/1/", BUSAN),
    Row("knowledge:compare", "/knowledge/{item}/compare/?a=1&b=1", SIGNED_IN),
    Row("knowledge:compare", "/knowledge/{secret}/compare/?a=1&b=1", BUSAN),
    Row("knowledge:attachment", "/knowledge/files/{file}/", "404 200 200 200 200 200 200"),
    Row("knowledge:attachment", "/knowledge/files/{secret_file}/", "404 404 200 200 200 404 200"),
    Row(
        "knowledge:attachment_text", "/knowledge/files/{file}/text/", "404 200 200 200 200 200 200"
    ),
    Row(
        "knowledge:attachment_text",
        "/knowledge/files/{secret_file}/text/",
        "404 404 200 200 200 404 200",
    ),
    # Following
    Row("knowledge:follow", "/knowledge/follow/", POSTED, {"target": "category:{category}"}),
    # Talking and marking
    Row("knowledge:comment", "/knowledge/{item}/comments/", POSTED, {"source": "good"}),
    Row(
        "knowledge:comment",
        "/knowledge/{secret}/comments/",
        "302 404 302 302 302 404 302",
        {"source": "good"},
    ),
    Row(
        "knowledge:comment_edit",
        "/knowledge/comments/{comment}/edit/",
        "302 404 404 200 404 404 404",
    ),
    Row("knowledge:react", "/knowledge/{item}/react/", POSTED, {"kind": "useful"}),
    Row(
        "knowledge:react",
        "/knowledge/{secret}/react/",
        "302 404 302 302 302 404 302",
        {"kind": "useful"},
    ),
    Row("knowledge:bookmark", "/knowledge/{item}/bookmark/", POSTED, {}),
    Row("knowledge:bookmark", "/knowledge/{secret}/bookmark/", "302 404 302 302 302 404 302", {}),
    Row("knowledge:watch", "/knowledge/{item}/watch/", POSTED, {"level": "watching"}),
    Row(
        "knowledge:watch",
        "/knowledge/{secret}/watch/",
        "302 404 302 302 302 404 302",
        {"level": "watching"},
    ),
    # The author takes it away, and then it is gone.
    Row(
        "knowledge:comment_remove",
        "/knowledge/comments/{comment}/remove/",
        "302 302 302 302 404 404 404",
        {},
    ),
    # Writing
    Row("knowledge:new", "/knowledge/new/", SIGNED_IN),
    Row("knowledge:preview", "/knowledge/preview/", "401 200 200 200 200 200 200", {"source": "x"}),
    Row("knowledge:suggest_tags", "/knowledge/tags/suggest/?q=x", "401 200 200 200 200 200 200"),
    Row("knowledge:edit", "/knowledge/{draft}/edit/", "302 404 404 200 404 404 404"),
    Row("knowledge:edit", "/knowledge/{item}/edit/", "302 404 404 200 404 404 404"),
    Row(
        "knowledge:autosave",
        "/knowledge/{draft}/autosave/",
        "401 404 404 200 404 404 404",
        {"title": "x", "version": "0"},
    ),
    Row("knowledge:upload", "/knowledge/{draft}/files/", "401 404 404 400 404 404 404", {}),
    Row("knowledge:discard", "/knowledge/{draft}/discard/", "302 404 404 302 404 404 404", {}),
    Row("knowledge:submit", "/knowledge/{draft}/submit/", "302 404 404 302 404 404 404", {}),
    Row(
        "knowledge:withdraw", "/knowledge/{submission}/withdraw/", "302 404 404 302 404 404 404", {}
    ),
    Row(
        "knowledge:restore",
        "/knowledge/{item}/history/1/restore/",
        "302 404 404 302 404 404 404",
        {},
    ),
    # Suggesting an edit. Writers are sent to the form, who judges the item back to its page; a
    # suggestion is there for the reader who made it and for the writer who decides.
    Row("knowledge:suggest", "/knowledge/{item}/suggest/", "302 302 200 302 200 302 200"),
    Row("knowledge:suggest", "/knowledge/{secret}/suggest/", "302 404 200 302 200 404 200"),
    Row("knowledge:suggest", "/knowledge/{draft}/suggest/", "302 404 404 302 404 404 404"),
    Row("knowledge:suggestions", "/knowledge/suggestions/", SIGNED_IN),
    Row(
        "knowledge:suggestion",
        "/knowledge/suggestions/{suggestion}/",
        "302 200 404 200 404 404 404",
    ),
    Row(
        "knowledge:suggestion_decline",
        "/knowledge/suggestions/{suggestion}/decline/",
        "302 404 404 302 404 404 404",
        {"reason": ""},
    ),
    Row(
        "knowledge:suggestion_accept",
        "/knowledge/suggestions/{suggestion}/accept/",
        "302 404 404 302 404 404 404",
        {},
    ),
    Row(
        "knowledge:suggestion_withdraw",
        "/knowledge/suggestions/{suggestion}/withdraw/",
        "302 302 404 404 404 404 404",
        {},
    ),
    # Those who read it are told that they may not; the rest learn nothing.
    Row("knowledge:retire", "/knowledge/{other}/retire/", POSTED, {"reason": "x"}),
    Row(
        "knowledge:retire",
        "/knowledge/{secret}/retire/",
        "302 404 302 302 302 404 302",
        {"reason": ""},
    ),
    # Somebody else is told the same as of a draft that does not exist.
    Row("knowledge:delete", "/knowledge/{waste}/delete/", POSTED, {}),
    # Checking and judging
    Row("evaluation:home", "/evaluation/", POSTED),
    Row("evaluation:mine", "/evaluation/mine/", SIGNED_IN),
    Row("evaluation:queue", "/evaluation/queue/", "302 404 404 404 200 404 200"),
    Row("evaluation:check", "/evaluation/check/{submission}/", "302 404 404 404 200 404 200"),
    # Whose it was to check is told what became of it.
    Row("evaluation:check", "/evaluation/check/{item}/", "302 404 404 404 200 404 200"),
    Row("evaluation:check", "/evaluation/check/{draft}/", "302 404 404 404 404 404 404"),
    Row("evaluation:workload", "/evaluation/workload/", "302 404 404 404 200 404 200"),
    Row("evaluation:pool", "/evaluation/rounds/{round}/pool/", "302 404 404 404 200 404 200"),
    Row(
        "evaluation:draw_again",
        "/evaluation/rounds/{round}/draw/",
        "302 404 404 404 302 404 302",
        {},
    ),
    Row("evaluation:rounds", "/evaluation/rounds/", "302 404 404 404 200 404 200"),
    Row("evaluation:round", "/evaluation/rounds/{round}/", "302 404 404 404 200 404 200"),
    Row(
        "evaluation:provisional",
        "/evaluation/rounds/{round}/provisional/",
        "302 404 404 404 302 404 302",
        {},
    ),
    # The round is open: its writers may not even know whether they could appeal.
    Row(
        "evaluation:appeal", "/evaluation/rounds/{round}/appeal/", "302 404 404 404 404 404 404", {}
    ),
    Row(
        "evaluation:useful",
        "/evaluation/rounds/{round}/comments/1/",
        "302 404 404 404 404 404 404",
        {"useful": "yes"},
    ),
    Row(
        "evaluation:annul",
        "/evaluation/rounds/{round}/annul/",
        "302 404 404 404 404 404 302",
        {"reason": ""},
    ),
    Row("evaluation:desk", "/evaluation/desk/", "302 404 404 404 404 200 404"),
    Row(
        "evaluation:assignment",
        "/evaluation/assignments/{assignment}/",
        "302 404 404 404 404 200 404",
    ),
    Row(
        "evaluation:autosave",
        "/evaluation/assignments/{assignment}/autosave/",
        "401 404 404 404 404 200 404",
        {"version": "0"},
    ),
    # Reporting weak knowledge. The reader reported both, the first one was accepted; writers are
    # sent to their item, and a report is not there for whoever has no part in it.
    Row("reports:home", "/reports/", SIGNED_IN),
    Row("reports:new", "/reports/items/{item}/", "302 200 200 302 200 200 200"),
    Row("reports:new", "/reports/items/{secret}/", "302 404 200 302 200 404 200"),
    Row("reports:new", "/reports/items/{draft}/", "302 404 404 302 404 404 404"),
    Row("reports:new", "/reports/items/{item}/", "302 422 422 302 422 422 422", {"kind": "x"}),
    Row("reports:mine", "/reports/mine/", SIGNED_IN),
    Row("reports:my_report", "/reports/mine/{report}/", "302 200 404 404 404 404 404"),
    Row("reports:desk", "/reports/desk/", "302 404 404 404 200 404 200"),
    Row("reports:desk_report", "/reports/desk/{report}/", "302 404 404 404 200 404 200"),
    Row(
        "reports:desk_report",
        "/reports/desk/{new_report}/",
        "302 404 404 404 422 404 422",
        {"action": "dismiss"},
    ),
    Row("reports:repairs", "/reports/repairs/", SIGNED_IN),
    Row("reports:repair", "/reports/repairs/{report}/", "302 404 404 200 404 404 404"),
    Row("reports:repair", "/reports/repairs/{new_report}/", "302 404 404 404 404 404 404"),
    Row("reports:report", "/reports/{report}/", "302 302 404 302 302 404 302"),
    Row("reports:report", "/reports/{new_report}/", "302 302 404 404 302 404 302"),
    # Looking after evaluators. Not even administrators learn what is gold.
    Row("evaluation:training", "/evaluation/training/", EVALUATOR),
    Row(
        "evaluation:training_start",
        "/evaluation/training/start/",
        "302 404 404 404 404 302 404",
        {},
    ),
    Row("evaluation:training_item", "/evaluation/training/items/{answer}/", EVALUATOR),
    Row("evaluation:training_try", "/evaluation/training/tries/{training}/", EVALUATOR),
    Row("evaluation:golds", "/evaluation/gold/", NOBODY),
    Row("evaluation:gold_new", "/evaluation/gold/new/{item}/", NOBODY),
    Row("evaluation:gold", "/evaluation/gold/{gold}/", NOBODY),
    Row("evaluation:gold_withdraw", "/evaluation/gold/{gold}/withdraw/", NOBODY, {}),
    Row("evaluation:sheet", "/evaluation/sheet/", EVALUATOR),
    Row("evaluation:sheets", "/evaluation/sheets/", "302 404 404 404 200 404 200"),
    Row("evaluation:sheet_of", "/evaluation/sheets/{sheet}/", ADMIN),
    Row("evaluation:alerts", "/evaluation/alerts/", ADMIN),
    Row("evaluation:alert", "/evaluation/alerts/{alert}/", ADMIN),
    Row(
        "evaluation:alert_seen",
        "/evaluation/alerts/{alert}/seen/",
        "302 404 404 404 404 404 302",
        {},
    ),
    Row(
        "evaluation:alert_dismiss",
        "/evaluation/alerts/{alert}/dismiss/",
        "302 404 404 404 404 404 302",
        {"reason": "x"},
    ),
    # One's own
    Row("mileage:mine", "/mileage/", SIGNED_IN),
    Row("mileage:boards", "/mileage/boards/", SIGNED_IN),
    Row("mileage:board_choice", "/mileage/boards/choice/", POSTED, {"named": "on"}),
    Row("mileage:grants", "/mileage/offices/", "302 404 404 404 200 404 200"),
    Row("mileage:reuses", "/mileage/reuse/", "302 404 404 404 200 404 200"),
    Row("mileage:tell_reuse", "/mileage/reuse/item/{item}/", "302 200 200 404 200 200 200"),
    Row("mileage:tell_reuse", "/mileage/reuse/item/{secret}/", "302 404 200 404 200 404 200"),
    Row(
        "mileage:decide_reuse",
        "/mileage/reuse/{reuse}/decide/",
        "302 404 404 404 302 404 302",
        {"verdict": "yes"},
    ),
    Row("mileage:adjustments", "/mileage/adjustments/", ADMIN),
    Row("mileage:new_adjustment", "/mileage/adjustments/new/", ADMIN),
    Row("mileage:new_merge", "/mileage/adjustments/merge/", ADMIN),
    Row("mileage:adjustment", "/mileage/adjustments/{adjustment}/", ADMIN),
    Row(
        "mileage:reject_adjustment",
        "/mileage/adjustments/{adjustment}/reject/",
        "302 404 404 404 404 404 302",
        {},
    ),
    Row(
        "mileage:approve_adjustment",
        "/mileage/adjustments/{adjustment}/approve/",
        "302 404 404 404 404 404 302",
        {},
    ),
    Row("mileage:rewards", "/mileage/rewards/", SIGNED_IN),
    Row("mileage:reward", "/mileage/rewards/{reward}/", SIGNED_IN),
    Row("mileage:reward", "/mileage/rewards/{old_reward}/", "302 404 404 404 404 404 404"),
    Row("mileage:reward_desk", "/mileage/rewards/desk/", "302 404 404 404 200 404 200"),
    Row(
        "mileage:redemption",
        "/mileage/rewards/desk/{redemption}/",
        "302 404 404 404 200 404 200",
    ),
    # Another office's, which only administrators see.
    Row(
        "mileage:redemption",
        "/mileage/rewards/desk/{far_redemption}/",
        "302 404 404 404 404 404 200",
    ),
    Row(
        "mileage:cancel_redemption",
        "/mileage/rewards/requests/{redemption}/cancel/",
        "302 404 404 302 404 404 404",
        {},
    ),
    Row("mileage:download", "/mileage/download/", SIGNED_IN),
    Row("notifications:inbox", "/notifications/", SIGNED_IN),
    Row("notifications:open", "/notifications/{notice}/", "302 404 404 302 404 404 404"),
    Row("notifications:preferences", "/notifications/preferences/", SIGNED_IN),
    Row("notifications:read", "/notifications/read/", POSTED, {}),
    Row("notifications:following", "/notifications/following/", SIGNED_IN),
    Row("notifications:mute", "/notifications/mute/", POSTED, {"item": "{item}"}),
    Row(
        "notifications:mute",
        "/notifications/mute/",
        "302 404 302 302 302 404 302",
        {"item": "{secret}"},
    ),
    # The signed word in a mail is the right, whoever is signed in.
    Row("notifications:stop", "/notifications/stop/{stop}/", "200 200 200 200 200 200 200"),
    Row("notifications:stop", "/notifications/stop/x/", "404 404 404 404 404 404 404"),
    Row("notifications:mute_by_mail", "/notifications/mute/{mute}/", "200 200 200 200 200 200 200"),
    Row("notifications:mute_by_mail", "/notifications/mute/x/", "404 404 404 404 404 404 404"),
    Row("accounts:profile", "/officers/me/", SIGNED_IN),
    Row("accounts:suggest", "/officers/suggest/?q=au", "401 200 200 200 200 200 200"),
    Row("set_language", "/i18n/setlang/", POSTED, {"language": "en"}),
]

# allauth's own pages: what a visitor gets. Everybody looks after their own account there.
ACCOUNT_PAGES = {
    "account_login": 200,
    "account_logout": 302,
    "account_inactive": 200,
    "account_signup": 200,
    "account_reauthenticate": 302,
    "account_email": 302,
    "account_email_verification_sent": 200,
    "account_change_password": 302,
    "account_set_password": 302,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key_done": 200,
    "account_confirm_login_code": 302,
    "mfa_index": 302,
    "mfa_authenticate": 302,
    "mfa_reauthenticate": 302,
    "mfa_activate_totp": 302,
    "mfa_deactivate_totp": 302,
    "mfa_view_recovery_codes": 302,
    "mfa_generate_recovery_codes": 302,
    "mfa_download_recovery_codes": 302,
    "mfa_list_webauthn": 302,
    "mfa_add_webauthn": 302,
    "mfa_reauthenticate_webauthn": 302,
}
# Addresses with a key in them, which only the holder of the key or of the device can use.
KEYED = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
