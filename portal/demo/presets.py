"""Chapter of the district's own forms: the short one also asks where the need was seen."""

from grants.presets import actions, queries
from grants.presets.forms import PresetForm
from grants.presets.pages import asked_of
from portal.demo.stage import Stage


def set_forms(stage: Stage) -> None:
    with stage.day(329.5):
        admin = stage.person("admin")
        short = queries.get_preset(stage.session, admin, "SHORT")
        asks = [*asked_of(short), "target"]
        data = PresetForm(title=short.title, title_en=short.title_en, up_to_fen="30000", asks=asks)
        actions.save_preset(stage.session, admin, "SHORT", data, None)
