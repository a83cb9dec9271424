"""Refusals: each class carries its HTTP status and the sentence that a person reads."""


class AppError(Exception):
    """操作没有完成，您填写的内容没有丢失。"""

    status = 400

    def __init__(self, sentence: str | None = None, *, status: int | None = None, **facts: object) -> None:
        self.sentence = sentence or type(self).__doc__ or ""
        self.status = status or type(self).status
        self.facts = facts
        super().__init__(self.sentence)


class NotSignedIn(AppError):
    """请先登录。"""

    status = 401


class Forbidden(AppError):
    """您的角色不能进行此操作。"""

    status = 403


class NotFound(AppError):
    """没有找到这条记录，它可能不存在，或不在您的查看范围内。"""

    status = 404


class WrongState(AppError):
    """当前状态不能进行此操作。"""

    status = 409


class StaleForm(AppError):
    """您填写期间，别人修改过这条记录。两边的内容都保留在下面，请核对后再保存。"""

    status = 409


class KeyReused(AppError):
    """这个表单已经提交过，内容不同的第二次提交没有保存。请返回列表核对。"""

    status = 409


class Refused(AppError):
    """填写的内容有问题，请按提示修改。"""

    status = 422

    def __init__(self, sentence: str | None = None, field: str | None = None, **facts: object) -> None:
        super().__init__(sentence, **facts)
        self.field = field


class Invalid(Refused):
    """填写的内容有问题，请按提示修改。"""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(None)
        self.problems = problems


class TooLarge(AppError):
    """上传的内容太大。"""

    status = 413


class TooMany(AppError):
    """尝试次数过多，请稍后再试。"""

    status = 429


class Unavailable(AppError):
    """系统暂时不能读写数据，这一次没有保存，请稍后再试。"""

    status = 503
