import type { ComponentChildren, JSX } from 'preact';
import { t } from '../messages';
import type { DeskActions, DeskModel } from '../model/desk_model';
import { Icon } from '../ui/icons';
import { Dialogs } from './dialogs';
import { Page } from './pages';
import { Rail } from './rail';
import { Banners, focusedRow, Stage } from './stage';

interface Props {
  model: DeskModel;
  act: DeskActions;
  frames: ComponentChildren;
}

export function Desk({ model, act, frames }: Props): JSX.Element {
  return (
    <div class={`desk${model.drawer ? ' drawer-open' : ''}`}>
      <Rail model={model} act={act} />
      {model.drawer && (
        <button type="button" class="drawer-shade" aria-label={t.rail.close} onClick={() => act.drawer(false)} />
      )}
      <main class="main">
        <NarrowBar model={model} act={act} />
        <Banners model={model} act={act} />
        <Stage model={model} act={act} frames={frames} />
        <Page model={model} act={act} />
      </main>
      <Dialogs model={model} act={act} />
      <div class="vh" role="status" aria-live="polite">
        {model.announcement}
      </div>
    </div>
  );
}

/** Only on narrow screens, where the rail is a drawer. */
function NarrowBar({ model, act }: Omit<Props, 'frames'>): JSX.Element {
  const due = model.waiting.length + model.mine.filter((row) => row.unread > 0 && row.id !== model.focused).length;
  const row = focusedRow(model);
  const title = {
    conversations: row?.identity.name ?? t.product,
    team: t.team.title,
    notices: t.notices.title,
    settings: t.settings.title,
  }[model.pane];
  return (
    <div class="narrow-bar">
      <button
        type="button"
        class="ibtn"
        aria-label={due > 0 ? t.rail.openDue(due) : t.rail.open}
        aria-expanded={model.drawer}
        aria-controls="rail"
        onClick={() => act.drawer(true)}
      >
        <Icon name="menu" size={20} />
        {due > 0 && (
          <span class="badge narrow-badge" aria-hidden="true">
            {due}
          </span>
        )}
      </button>
      <span class="narrow-title">{title}</span>
      <span class={`connection-dot connection-${model.connection}`} aria-hidden="true" />
    </div>
  );
}
