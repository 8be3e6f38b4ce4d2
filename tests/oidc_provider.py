"""A real OpenID Connect provider on loopback: Authlib's server side behind the standard library's web server.

It signs people in on a page with one button for each, checks its client, its codes and PKCE, and signs what
it says. Tests change what it knows of people, its keys, or what its tokens say: `lie` gets the header and
claims of each ID token and gives the text that is sent.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc6749 import (
    AuthorizationCodeGrant,
    AuthorizationServer,
    ClientMixin,
    OAuth2Error,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "tracker", "a secret of the client: %&+"
Answer = tuple[int, Any, list[tuple[str, str]]]
Claims = dict[str, Any]


@dataclass
class _Code(AuthorizationCodeMixin):  # type: ignore[misc]
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    challenge: str
    method: str
    subject: str
    claims: Claims

    @property
    def code_challenge(self) -> str:
        return self.challenge

    @property
    def code_challenge_method(self) -> str:
        return self.method

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    def get_acr(self) -> Any:
        return self.claims.get("acr")

    def get_amr(self) -> Any:
        return self.claims.get("amr")


class _Client(ClientMixin):  # type: ignore[misc]
    client_id = CLIENT

    def __init__(self, provider: "OidcProvider") -> None:
        self.provider = provider

    def get_client_id(self) -> str:
        return CLIENT

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/staff/provider/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.provider.auth_method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class _Grant(AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        asked = request.payload.data
        self.server.provider.codes[code] = _Code(
            code,
            asked["redirect_uri"],
            asked["scope"],
            asked.get("nonce", ""),
            asked.get("code_challenge", ""),
            asked.get("code_challenge_method", ""),
            request.user,
            self.server.provider.people[request.user],
        )

    def query_authorization_code(self, code: str, client: _Client) -> Any:
        return self.server.provider.codes.get(code)

    def delete_authorization_code(self, authorization_code: _Code) -> None:
        del self.server.provider.codes[authorization_code.code]

    def authenticate_user(self, authorization_code: _Code) -> str:
        return authorization_code.subject


class _IdToken(OpenIDCode):  # type: ignore[misc]
    def __init__(self, provider: "OidcProvider") -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return False

    def resolve_client_private_key(self, client: _Client) -> RSAKey:
        return self.provider.key

    def get_client_claims(self, client: _Client) -> Claims:
        return {"iss": self.provider.issuer, "aud": [CLIENT]}

    def get_encode_header(self, client: _Client) -> Claims:
        return {"alg": "RS256", "kid": self.provider.key.kid}

    def generate_user_info(self, user: str, scope: str) -> Claims:
        return {"sub": user, **(self.provider.people[user] if self.provider.email_in_token else {})}

    def encode_id_token(self, token: Claims, request: OAuth2Request) -> str:
        text: str = super().encode_id_token(token, request)
        if self.provider.lie:
            said = jwt.decode(text, self.provider.key)
            text = self.provider.lie(dict(said.header), said.claims)
        return text


class _Server(AuthorizationServer):  # type: ignore[misc]
    def __init__(self, provider: "OidcProvider") -> None:
        super().__init__()
        self.provider = provider
        self.register_token_generator("default", BearerTokenGenerator(lambda **_k: provider.access_token))
        self.register_grant(_Grant, [_IdToken(provider), CodeChallenge(required=True)])

    def query_client(self, client_id: str) -> _Client | None:
        return _Client(self.provider) if client_id == CLIENT else None

    def save_token(self, token: Claims, request: OAuth2Request) -> None:
        self.provider.signed_in = request.user

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        return status, body, headers

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        pass


class _Request(OAuth2Request):  # type: ignore[misc]
    def __init__(self, method: str, address: str, headers: Any, form: dict[str, str]) -> None:
        super().__init__(method, address, headers=headers)
        self._args, self._form = dict(parse_qsl(urlsplit(address).query)), form
        self.payload = BasicOAuth2Payload({**self._args, **form})

    @property
    def args(self) -> dict[str, str]:
        return self._args

    @property
    def form(self) -> dict[str, str]:
        return self._form


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@cache
def _first_key() -> RSAKey:
    """Making one takes a while; tests that don't change it share it."""
    return _key()


@dataclass
class OidcProvider:
    """`people` are claims by subject. `asked` are the paths that were asked for, in order."""

    issuer: str
    people: dict[str, Claims] = field(default_factory=dict)
    lie: Callable[[Claims, Claims], str] | None = None
    email_in_token: bool = True
    auth_method: str = "client_secret_basic"
    signs_userinfo: bool = False
    tells: Callable[[Claims], Claims] = lambda published: published
    key: RSAKey = field(default_factory=_first_key)
    codes: dict[str, _Code] = field(default_factory=dict)
    access_token: str = "an-access-token"
    signed_in: str = ""
    asked: list[str] = field(default_factory=list)
    down: bool = False

    def change_key(self) -> None:
        self.key = _key()

    def signed(self, claims: Claims, **header: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **header}, claims, self.key)

    def published(self) -> Claims:
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return self.tells(
            {
                "issuer": self.issuer,
                **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in places.items()},
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/logout",
                "response_types_supported": ["code"],
                "token_endpoint_auth_methods_supported": [self.auth_method],
            }
        )

    def userinfo(self, bearer: str) -> Answer:
        if bearer != f"Bearer {self.access_token}":
            return 401, "", []
        told = {"sub": self.signed_in, **self.people[self.signed_in]}
        if not self.signs_userinfo:
            return 200, told, []
        text = self.signed({**told, "iss": self.issuer, "aud": CLIENT})
        return 200, text, [("Content-Type", "application/jwt")]

    def answer(self, request: _Request) -> Answer:
        path = urlsplit(request.uri).path
        self.asked.append(path)
        match path:
            case "/.well-known/openid-configuration":
                return 200, self.published(), []
            case "/jwks":
                return 200, KeySet([self.key]).as_dict(private=False), []
            case "/userinfo":
                return self.userinfo(request.headers.get("Authorization", ""))
            case "/token":
                answer: Answer = _Server(self).create_token_response(request)
                return answer
            case "/authorize":
                return self.authorize(request)
            case "/logout":
                back = {"state": request.args["state"]}
                return (
                    303,
                    "",
                    [("Location", f"{request.args['post_logout_redirect_uri']}?{urlencode(back)}")],
                )
        return 404, "", []

    def authorize(self, request: _Request) -> Answer:
        server = _Server(self)
        try:
            grant = server.get_consent_grant(request)
        except OAuth2Error as error:
            return 400, f"<p>{escape(str(error))}</p>", []
        subject = request.form.get("subject")
        if subject is None:
            return 200, self.page(), []
        # An empty subject stands for somebody who presses "no".
        answer: Answer = server.create_authorization_response(request, subject or None, grant)
        return answer

    def page(self) -> str:
        names = {subject: str(claims.get("email", subject)) for subject, claims in self.people.items()}
        buttons = "".join(
            f'<button name="subject" value="{escape(subject)}">{escape(name)}</button>'
            for subject, name in {**names, "": "no"}.items()
        )
        return (
            '<!DOCTYPE html><html lang="en"><title>The provider</title><link rel="icon" href="data:,">'
            f'<h1>The provider</h1><form method="post">{buttons}</form></html>'
        )

    async def sign_in(self, address: str, subject: str) -> str:
        """Where the provider sends the browser back to when somebody signs in there."""
        async with httpx.AsyncClient() as browser:
            answer = await browser.post(address, data={"subject": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]


@contextmanager
def oidc_provider() -> Iterator[OidcProvider]:
    made: list[OidcProvider] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer(dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True)))

        def _answer(self, form: dict[str, str]) -> None:
            if made[0].down:
                self.close_connection = True
                return
            request = _Request(self.command, f"{made[0].issuer}{self.path}", self.headers, form)
            status, body, headers = made[0].answer(request)
            text = body if isinstance(body, str) else json.dumps(body)
            kind = "text/html; charset=utf-8" if text.startswith("<") else "application/json"
            sent = {"Content-Type": kind, **dict(headers), "Content-Length": str(len(text.encode()))}
            self.send_response(status)
            for name, value in sent.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library calls it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # Another site than ours, for browsers: 127.0.0.1 on another port would be the same.
    made.append(OidcProvider(f"http://localhost:{server.server_port}"))
    serving = threading.Thread(target=server.serve_forever, args=(0.05,))
    serving.start()
    try:
        yield made[0]
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
