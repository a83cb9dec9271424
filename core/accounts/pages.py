"""Signing in and out, passwords, the own account, and the list of accounts for administrators."""

import pyotp
from litestar.datastructures import Cookie
from sqlmodel import Session

from core import audit, clock, vault
from core.access import PUBLIC, SIGNED_IN, Actor
from core.accounts import actions, forms, queries, rules
from core.accounts.models import Account, LinkPurpose
from core.accounts.workflow import ACCOUNT
from core.call import Call
from core.errors import Refused, TooMany
from core.forms import Bound
from core.i18n import LANGUAGES
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads


class Policy:
    """What the settings say about signing in; set by the composition root."""

    is_secure = False
    asks_totp = True
    base_url = ""


def session_cookie(token: str, max_age: int) -> Cookie:
    name = queries.SECURE_COOKIE if Policy.is_secure else queries.COOKIE
    return Cookie(
        key=name, value=token, path="/", httponly=True, samesite="lax", secure=Policy.is_secure, max_age=max_age
    )


def token_of(call: Call) -> str:
    return call.cookies.get(queries.SECURE_COOKIE) or call.cookies.get(queries.COOKIE) or ""


def local_path(target: str) -> str:
    """Where to go after signing in: a path on this site, never another site."""
    is_local = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if is_local else "/"


@reads("/sign-in", PUBLIC)
def sign_in_form(call: Call) -> Reply:
    form = call.blank(forms.SignInForm, raw={"next": [local_path(call.asked("next", "/desk"))]})
    return Page("core/accounts/sign_in.html", form=form)


@changes("/sign-in", PUBLIC)
def enter(session: Session, call: Call) -> Reply:
    form = call.bind(forms.SignInForm)
    try:
        data = form.value
        token = actions.sign_in(session, data.sign_in, data.password, data.code, call.address, Policy.asks_totp)
        call.cookies_to_set.append(session_cookie(token, int(rules.ABSOLUTE.total_seconds())))
        return Moved(local_path(data.next))
    except (Refused, TooMany) as refusal:
        if isinstance(refusal, Refused) and refusal.field:
            subject = actions.subject_of(call.one("sign_in") or "")
            call.afterwards.append(lambda after: actions.count_failure(after, subject, call.address))
        form.problems.update(
            getattr(refusal, "problems", None) or {getattr(refusal, "field", None) or "": refusal.sentence}
        )
        form.raw = {k: v for k, v in form.raw.items() if k != "password"}
        return Page("core/accounts/sign_in.html", refusal.status, form=form)


@changes("/sign-out", PUBLIC)
def sign_out(session: Session, call: Call) -> Reply:
    actions.sign_out(session, token_of(call))
    call.cookies_to_set.append(session_cookie("", 0))
    call.headers_to_set["Clear-Site-Data"] = '"storage"'  # what waited here to be sent belongs to who has left
    return Moved("/", "已退出登录。")


@changes("/preferences", PUBLIC)
def preferences(session: Session, actor: Actor, call: Call) -> Reply:
    lang, large = call.one("lang"), call.one("large_print")
    lang = lang if lang in LANGUAGES else None
    is_large = None if large is None else large == "1"
    if actor.is_signed_in:
        actions.prefer(session, actor, lang, is_large)
    for name, value in (("lang", lang), ("large_print", large if large in ("0", "1") else None)):
        if value is not None:
            call.cookies_to_set.append(
                Cookie(key=name, value=value, path="/", samesite="lax", secure=Policy.is_secure, max_age=31_536_000)
            )
    return Moved(local_path(call.one("next") or "/"))


@reads("/link/{token:str}", PUBLIC)
def link_form(session: Session, call: Call, token: str) -> Reply:
    account = queries.account_of_link(session, token)
    if _must_bind(session, account):
        return _new_totp_page(Actor(account.id, account.name), call, f"/link/{token}")
    return Page("core/accounts/set_password.html", form=call.blank(forms.PasswordForm), action=f"/link/{token}")


@changes("/link/{token:str}", PUBLIC)
def use_link(session: Session, call: Call, token: str) -> Reply:
    """Whoever needs a code for each sign-in binds it first, by the same link; the password then uses the link up."""
    account = queries.account_of_link(session, token)
    if _must_bind(session, account):
        owner, here = Actor(account.id, account.name), f"/link/{token}"
        done = Moved(here, "动态码已绑定，请设置密码。")
        return _bind_totp(session, owner, call, call.bind(forms.TotpForm), here, done)
    form = call.bind(forms.PasswordForm)
    with form.catching(session):
        actions.use_link(session, token, form.value.password)
        return Moved("/sign-in", "密码已设置，请登录。")
    return Page("core/accounts/set_password.html", 422, form=form, action=f"/link/{token}")


def _must_bind(session: Session, account: Account) -> bool:
    is_needed = Policy.asks_totp and rules.needs_second_factor(queries.actor_of(session, account).grants)
    return is_needed and not account.totp_sealed


def _account_page(session: Session, actor: Actor, call: Call, status: int = 200, **context) -> Page:
    account = session.get_one(Account, actor.account_id)
    shown = {
        "account": account,
        "roles": queries.roles_of(session, account.id or 0),
        "sessions": queries.list_sessions(session, actor),
        "tokens": queries.list_tokens(session, actor),
        "token_form": call.blank(forms.OwnTokenForm),
        "password_form": call.blank(forms.ChangePasswordForm),
        "behalf_form": call.blank(forms.BehalfForm),
        "new_token": None,
        "may_stand_in": actor.can(Permission.BEHALF_ENTER),
        **context,
    }
    return Page("core/accounts/account.html", status, **shown)


@reads("/account", SIGNED_IN)
def own_account(session: Session, actor: Actor, call: Call) -> Reply:
    return _account_page(session, actor, call)


def _count_wrong(session: Session, actor: Actor, call: Call, form: Bound) -> None:
    """A wrong password is counted once the refusal has undone the rest; no password is shown again."""
    if form.problems.keys() & {"current", "known"}:
        subject = session.get_one(Account, actor.account_id).sign_in_index[:40]
        call.afterwards.append(lambda after: actions.count_failure(after, subject, call.address))
    form.raw = {name: value for name, value in form.raw.items() if name not in ("current", "known", "password")}


@changes("/account/password", SIGNED_IN)
def change_password(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.ChangePasswordForm)
    with form.catching(session):
        actions.change_password(session, actor, form.value.current, form.value.password, call.address)
        return Moved("/sign-in", "密码已修改，请用新密码登录。")
    _count_wrong(session, actor, call, form)
    return _account_page(session, actor, call, 422, password_form=form)


@changes("/account/tokens", SIGNED_IN, creates=True)
def make_token(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.OwnTokenForm)
    with form.catching(session):
        actions.require_password(session, actor, form.value.known, call.address)
        token = actions.make_token(session, actor, form.value)
        return _account_page(session, actor, call, new_token=token, again="/account")
    _count_wrong(session, actor, call, form)
    return _account_page(session, actor, call, 422, token_form=form)


@changes("/account/tokens/{token_id:int}/revoke", SIGNED_IN)
def revoke_token(session: Session, actor: Actor, token_id: int) -> Reply:
    actions.revoke_token(session, actor, token_id)
    return Moved("/account", "令牌已作废。")


@changes("/account/sessions/end", SIGNED_IN)
def end_sessions(session: Session, actor: Actor) -> Reply:
    actions.end_sessions(session, actor.account_id or 0)
    audit.record(session, actor, "account.sessions_end", session.get_one(Account, actor.account_id))
    return Moved("/sign-in", "所有设备都已退出登录。")


@changes("/account/behalf", SIGNED_IN)
def start_behalf(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.BehalfForm)
    with form.catching(session):
        data = form.value
        actions.stand_in(session, actor, token_of(call), data.on_behalf_of, data.behalf_note)
        return Moved("/desk", f"从现在起，您的操作都记为代{data.on_behalf_of}录入。")
    return _account_page(session, actor, call, 422, behalf_form=form)


@changes("/account/behalf/end", SIGNED_IN)
def end_behalf(session: Session, actor: Actor, call: Call) -> Reply:
    actions.stand_in(session, actor, token_of(call), None, None)
    return Moved("/desk", "已结束代录入。")


def _totp_page(actor: Actor, form: Bound, secret: str, action: str, status: int = 200) -> Page:
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    uri = pyotp.TOTP(secret).provisioning_uri(name=actor.name, issuer_name="Miaopu")
    return Page("core/accounts/totp.html", status, form=form, action=action, secret=groups, uri=uri)


def _new_totp_page(actor: Actor, call: Call, action: str, asks: type[forms.TotpForm] = forms.TotpForm) -> Page:
    secret = rules.new_totp_secret()
    sealed = vault.seal_note(secret, f"totp:{actor.account_id}")
    return _totp_page(actor, call.blank(asks, raw={"sealed": [sealed]}), secret, action)


def _bind_totp(session: Session, actor: Actor, call: Call, form: Bound, action: str, done: Moved) -> Reply:
    secret = vault.open_note(call.one("sealed") or "", f"totp:{actor.account_id}")
    if secret is None:
        raise Refused("这一页已失效，请重新打开。")
    with form.catching(session):
        if isinstance(form.value, forms.Known):
            actions.require_password(session, actor, form.value.known, call.address)
        actions.confirm_totp(session, actor, secret, form.value.code)
        return done
    _count_wrong(session, actor, call, form)
    return _totp_page(actor, form, secret, action, 422)


@reads("/account/totp", SIGNED_IN)
def totp_form(actor: Actor, call: Call) -> Reply:
    return _new_totp_page(actor, call, "/account/totp", forms.OwnTotpForm)


@changes("/account/totp", SIGNED_IN)
def confirm_totp(session: Session, actor: Actor, call: Call) -> Reply:
    done = Moved("/account", "动态码已绑定，下次登录起需要填写。")
    return _bind_totp(session, actor, call, call.bind(forms.OwnTotpForm), "/account/totp", done)


NOUN = register(
    Noun(
        name="account",
        label="账号",
        plural="accounts",
        section="系统",
        model=Account,
        table=queries.TABLE,
        view=Permission.ACCOUNTS_MANAGE,
        visible=queries.visible_to,
        out=forms.AccountOut,
        title=lambda account: account.name,
        workflow=ACCOUNT,
        add=Change(
            Permission.ACCOUNTS_MANAGE,
            forms.AccountForm,
            lambda session, actor, data: actions.invite(session, actor, data, Policy.base_url),
            "邀请账号",
        ),
        moves={"disable": Move(actions.disable)},
        choices=lambda session, actor, thing: {
            "role": queries.role_choices(),
            "area_code": queries.area_choices(session, actor),
        },
        facts=lambda session, actor, account: [
            ("手机号或邮箱", account.sign_in_masked),
            ("动态码", "已绑定" if account.totp_sealed else "未绑定"),
            ("建立时间", clock.format_datetime(account.created_at)),
        ],
        show=lambda session, actor, account: {
            "holds": queries.roles_of(session, account.id),
            "role_form": _role_form(session, actor),
            "release_form": _release_form(actor, account),
        },
        show_template="core/accounts/show.html",
        event_labels={
            "link": "发送链接",
            "password": "设置密码",
            "sign_in": "登录",
            "role": "授予角色",
            "role_end": "结束角色",
            "token": "建立令牌",
            "token_end": "作废令牌",
            "totp": "绑定动态码",
            "proof": "再次证明身份",
            "totp_end": "解除动态码",
            "behalf": "代录入",
            "sessions_end": "全部退出登录",
        },
    )
)


def _role_form(session: Session, actor: Actor):
    return Call("GET", "", actor=actor).blank(forms.RoleForm, NOUN.choices(session, actor, None))


def _release_form(actor: Actor, account: Account):
    """The form for a lost authenticator; none for oneself, nor where none is bound."""
    is_bound = account.totp_sealed is not None and account.id != actor.account_id
    return Call("GET", "", actor=actor).blank(forms.ReleaseTotpForm) if is_bound else None


@changes("/accounts/{row_id:int}/roles", Permission.ACCOUNTS_MANAGE, creates=True)
def hold_role(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    account = NOUN.get(session, actor, row_id)
    data = call.bind(forms.RoleForm, NOUN.choices(session, actor, account)).value
    actions.hold_role(session, actor, account, data)
    return Moved(f"/accounts/{row_id}", "已授予角色。")


@changes("/accounts/{row_id:int}/roles/{hold_id:int}/end", Permission.ACCOUNTS_MANAGE)
def end_role(session: Session, actor: Actor, row_id: int, hold_id: int) -> Reply:
    actions.end_role(session, actor, NOUN.get(session, actor, row_id), hold_id)
    return Moved(f"/accounts/{row_id}", "角色已结束。")


@changes("/accounts/{row_id:int}/reset", Permission.ACCOUNTS_MANAGE, creates=True)
def send_reset(session: Session, actor: Actor, row_id: int) -> Reply:
    account = NOUN.get(session, actor, row_id)
    token = actions.make_link(session, actor, account, LinkPurpose.RESET)
    link = f"{Policy.base_url}/link/{token}"
    return Page("core/accounts/link.html", again=f"/accounts/{row_id}", account=account, link=link)


@changes("/accounts/{row_id:int}/totp/end", Permission.ACCOUNTS_MANAGE, takes=forms.ReleaseTotpForm)
def release_totp(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    account, form = NOUN.get(session, actor, row_id), call.bind(forms.ReleaseTotpForm)
    with form.catching(session):
        actions.release_totp(session, actor, account, form.value)
        return Moved(f"/accounts/{row_id}", "动态码已解除，请本人用重设密码的链接重新绑定。")
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, account) | {"release_form": form})


HANDLERS = [
    sign_in_form,
    enter,
    sign_out,
    preferences,
    link_form,
    use_link,
    own_account,
    change_password,
    make_token,
    revoke_token,
    end_sessions,
    start_behalf,
    end_behalf,
    totp_form,
    confirm_totp,
    hold_role,
    end_role,
    send_reset,
    release_totp,
    *noun_pages(NOUN),
]
