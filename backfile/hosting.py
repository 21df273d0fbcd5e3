"""The file `_headers`: what hosts that read one (Cloudflare Pages, Netlify) send along with the site's files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from backfile import desk
from backfile.mediatypes import FEEDS
from backfile.model import Job

# Nothing is loaded from another host, no script or style stands in a page. The search is compiled code of the site's
# own.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# A host sends one policy for all pages, and a page can only narrow it: what the CMS at /admin/cms/ needs is let through
# here, and taken back by nobody. The site's own scripts are the only ones all the same.
_CMS = {
    "script-src": "'self' 'wasm-unsafe-eval' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: https:",
    "font-src": "'self' data:",
    "connect-src": "'self' blob: data: https://api.github.com https://github.com https://*.githubusercontent.com",
    "frame-src": "'self' blob:",
    "frame-ancestors": "'self'",
}


def headers(job: Job, site: Mapping[str, object]) -> str:
    """`show` says whether stories may hold any HTML (`trusted`: then what they load is not known, and no policy is
    sent), and whether the site has a `desk` and a `cms`."""
    show = job.page.show
    everywhere = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
    if not show["trusted"]:
        everywhere["Content-Security-Policy"] = _policy_text(bool(show["desk"]), bool(show["cms"]))
    rules = {"/*": everywhere, "/static/*": {"Cache-Control": "public, max-age=31536000, immutable"}}
    rules |= {f"/{name}": {"Content-Type": f"{kind}; charset=utf-8"} for name, kind in FEEDS.items()}
    return "\n".join(f"{pattern}\n{_lines(told)}" for pattern, told in rules.items())


def _lines(told: Mapping[str, str]) -> str:
    return "".join(f"  {name}: {value}\n" for name, value in told.items())


def _policy_text(has_desk: bool, has_cms: bool) -> str:
    policy = dict(_POLICY)
    if has_desk:
        policy["style-src"] += f" '{_hash_of_style(desk.STYLE)}'"
    if has_cms:
        policy |= _CMS
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def _hash_of_style(element: str) -> str:
    text = element.strip().removeprefix("<style>").removesuffix("</style>")
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
