"""QR codes: an address of this installation, never a secret and never a name."""

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def qr_code(path: str) -> SafeString:
    """The address of the page as inline SVG, to be scanned from paper; its size comes from the style sheet."""
    picture = segno.make_qr(f"{settings.SITE_ADDRESS.rstrip('/')}{path}", error="m")
    return mark_safe(picture.svg_inline(border=0, omitsize=True))
