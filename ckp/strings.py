"""The words that scripts show, in the reader's language; static/js/words.js reads them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def strings_for_scripts() -> dict[str, str]:
    """Each word under the name that the scripts call it; %(x)s is filled by the script."""
    return {
        "loginUrl": reverse("account_login"),
        "loaded": _("The page has been updated."),
        "failed": _("That did not work. Please try again in a moment."),
        "offline": _("No connection to the server. Please try again in a moment."),
        "signedOut": _("You have been signed out. Please sign in again in another tab."),
        "mustSignIn": _(
            "You have been signed out. Your text is kept on this computer: "
            "sign in again in another tab, then come back here."
        ),
        "signIn": _("Sign in (opens a new tab)"),
        "saving": _("Saving"),
        "saved": _("Saved at %(time)s"),
        "unsaved": _("Changes not saved yet"),
        "saveFailed": _(
            "Could not be saved. Your text is kept on this computer and saving is tried again."
        ),
        "conflict": _("Someone else has saved this in the meantime."),
        "conflictHelp": _("Your text is kept here. Save to see both versions side by side."),
        "commentLength": _("%(count)s characters, at least %(least)s"),
        "restoreFound": _(
            "There is text from %(time)s on this computer that was not saved. Do you want it back?"
        ),
        "restore": _("Restore the text"),
        "discard": _("Discard it"),
        "restored": _("The text has been restored."),
        "uploading": _("Uploading %(name)s"),
        "uploaded": _("%(name)s has been uploaded."),
        "uploadFailed": _("%(name)s could not be uploaded."),
        "tooLarge": _("%(name)s is larger than %(limit)s."),
        "copied": _("The address has been copied."),
        "copyFailed": _("Copy the address from the address bar of your browser."),
        "cancel": _("Cancel"),
        "remove": _("Remove %(name)s"),
        "added": _("%(name)s has been added."),
        "removed": _("%(name)s has been taken out."),
        "people": _("Colleagues to call"),
        "suggestions": _("%(count)s suggestions"),
        "suggested": _("Suggestions"),
        "edit": _("Write"),
        "source": _("Markdown"),
        "preview": _("Preview"),
        "editorViews": _("Views of the text"),
        "tools": _("Formatting"),
        "previewEmpty": _("There is nothing to preview yet."),
        "tooLong": _("This text is very long, so it is shown as Markdown only."),
        "twoVersions": _(
            "Two versions of a place are still in the text. Choose between them here first;"
            " rich text can be used after that."
        ),
        "placeholder": _("Write here. Type / to insert headings, lists or tables."),
        "text": _("Text"),
        "heading1": _("Heading 1"),
        "heading2": _("Heading 2"),
        "heading3": _("Heading 3"),
        "list": _("Lists"),
        "bulletList": _("Bulleted list"),
        "orderedList": _("Numbered list"),
        "taskList": _("Check list"),
        "quote": _("Quotation"),
        "divider": _("Divider"),
        "code": _("Code"),
        "table": _("Table"),
        "addRow": _("Add a row"),
        "addColumn": _("Add a column"),
        "image": _("Image"),
        "advanced": _("Insert"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "strike": _("Strikethrough"),
        "link": _("Link"),
        "pasteLink": _("Paste a link"),
        "confirm": _("Confirm"),
        "caption": _("Caption"),
        "orPasteLink": _("or paste the address of an image"),
    }
