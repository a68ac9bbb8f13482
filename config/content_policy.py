"""The Content-Security-Policy of every answer. It is the same of almost all, so it is written once, not each time."""

from csp.constants import HEADER, HEADER_REPORT_ONLY
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's, which is asked where a view or a template (by a nonce) wants another policy than that of all."""

    def __init__(self, get_response):
        super().__init__(get_response)
        answer = super().process_response(HttpRequest(), HttpResponse())
        self._of_all = [(name, answer[name]) for name in (HEADER, HEADER_REPORT_ONLY) if name in answer]

    def process_response(self, request, response):
        if settings.DEBUG or hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        for name, policy in self._of_all:
            response.headers.setdefault(name, policy)
        return response
