"""The list of jobs, the progress of one, its result and its end."""

from sqlmodel import Session

from core import clock
from core.access import SIGNED_IN, Actor
from core.call import Call
from core.jobs import actions, queries
from core.jobs.documents import export_title, noun_by_plural
from core.jobs.forms import JobOut
from core.jobs.models import Job
from core.jobs.workflow import JOB, LIVE
from core.nouns import Noun, register
from core.replies import File, Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads


def _shown(session: Session, actor: Actor, job: Job) -> dict:
    is_owner = job.created_by is not None and job.created_by == actor.account_id
    return {
        "job": job,
        "state": JOB.state(job.status),
        "is_live": job.status in LIVE,
        "may_cancel": is_owner and job.status in LIVE,
        "has_result": is_owner and job.result_file_id is not None,
        "is_forgotten": is_owner and job.result_name is not None and job.result_file_id is None,
    }


NOUN = register(
    Noun(
        name="job",
        label="后台任务",
        plural="jobs",
        section="系统",
        model=Job,
        table=queries.TABLE,
        view=SIGNED_IN,
        visible=queries.visible_to,
        out=JobOut,
        title=lambda job: job.title,
        facts=lambda session, actor, job: [
            ("提交时间", clock.format_datetime(job.created_at)),
            ("开始时间", clock.format_datetime(job.started_at) if job.started_at else None),
            ("结束时间", clock.format_datetime(job.finished_at) if job.finished_at else None),
        ],
        show=_shown,
        show_template="core/jobs/show.html",
    )
)


@reads("/jobs/{row_id:int}/state", SIGNED_IN)
def state(session: Session, actor: Actor, row_id: int) -> Reply:
    """The part of the page that changes, asked for every two seconds while the job lives."""
    return Page("core/jobs/_state.html", **_shown(session, actor, NOUN.get(session, actor, row_id)))


@reads("/jobs/{row_id:int}/result", SIGNED_IN)
def result(session: Session, actor: Actor, row_id: int) -> Reply:
    job = NOUN.get(session, actor, row_id)
    content = queries.result_of(session, actor, job)
    return File(content, job.result_name or "result", job.result_type or "application/octet-stream")


@changes("/jobs/{row_id:int}/cancel", SIGNED_IN)
def cancel(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.cancel(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/jobs/{row_id}", "任务已取消。")


@changes("/jobs/export/{plural:str}", SIGNED_IN, creates=True)
def start_export(session: Session, actor: Actor, call: Call, plural: str) -> Reply:
    """Export a long list in the background, with the filters that the page carries."""
    noun = noun_by_plural(actor, plural)
    title = f"导出：{export_title(actor, noun)}"
    job = actions.enqueue(session, actor, "export", title, plural=plural, query=(call.one("query") or "")[:2000])
    return Moved(f"/jobs/{job.id}", "已开始导出，完成后可在这里下载。")


HANDLERS = [state, result, cancel, start_export, *noun_pages(NOUN)]
