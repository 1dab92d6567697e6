// The list at the side: availability, who waits, the agent's own conversations. It shows that something waits, never
// words of it.
import type { JSX } from 'preact';
import { t } from '../messages';
import type { DeskActions, DeskModel, MineRow, Pane, WaitingRow } from '../model/desk_model';
import { span, urgency } from '../model/time';
import { Icon, type IconName, Mark } from '../ui/icons';
import { Key } from '../ui/key';
import { identityClass, Tile, WaitRing } from '../ui/tile';

interface Props {
  model: DeskModel;
  act: DeskActions;
}

export function Rail({ model, act }: Props): JSX.Element {
  return (
    <nav class="rail" id="rail" aria-label={t.rail.label}>
      <header class="rail-head">
        <Mark size={22} />
        <span class="rail-product">{t.product}</span>
        <span class={`connection connection-${model.connection}`}>
          <span class="connection-dot" aria-hidden="true" />
          {t.rail.connection[model.connection]}
        </span>
        <button type="button" class="ibtn rail-close" aria-label={t.rail.close} onClick={() => act.drawer(false)}>
          <Icon name="close" />
        </button>
      </header>
      <Search act={act} />
      <Availability model={model} act={act} />
      <div class="rail-lists">
        <WaitingList model={model} act={act} />
        <MineList model={model} act={act} />
      </div>
      <Foot model={model} act={act} />
    </nav>
  );
}

function Availability({ model, act }: Props): JSX.Element {
  const { available } = model;
  return (
    <button
      type="button"
      role="switch"
      class="availability"
      aria-checked={available}
      aria-label={t.rail.availability}
      title={available ? t.rail.availableHint : t.rail.awayHint}
      disabled={model.connection !== 'online'}
      onClick={() => act.setAvailable(!available)}
    >
      <span class="switch" aria-hidden="true" />
      <span class="availability-state">{available ? t.rail.available : t.rail.away}</span>
    </button>
  );
}

function WaitingList({ model, act }: Props): JSX.Element {
  const { waiting } = model;
  return (
    <section class="rail-section" aria-labelledby="rail-waiting">
      <h2 class="rail-title" id="rail-waiting">
        {t.rail.waiting}
        {waiting.length > 0 && <span class="count count-waiting">{waiting.length}</span>}
        {waiting.length > 0 && <Key name="Alt A" className="rail-key" />}
      </h2>
      {waiting.length === 0 ? (
        <p class="rail-none">{t.rail.nobodyWaits}</p>
      ) : (
        <ul class="rows">
          {waiting.map((row) => (
            <Waiting key={row.id} row={row} model={model} act={act} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Waiting({ row, model, act }: Props & { row: WaitingRow }): JSX.Element {
  const waited_ms = model.now_ms - row.since_ms;
  const waited = span(waited_ms);
  const busy = model.accepting === row.id;
  return (
    <li class={`row row-waiting wait-${urgency(waited_ms)}`}>
      <WaitRing identity={row.identity} waited_ms={waited_ms} urgency={urgency(waited_ms)} />
      <span class="row-text">
        <span class="row-name" title={row.identity.name}>
          {row.identity.name}
        </span>
        <span class="row-sub">
          <span class="row-wait">{t.spanShort(waited)}</span>
          {' · '}
          {t.rail.messages(row.messages)}
        </span>
      </span>
      <button
        type="button"
        class="btn quiet small accept"
        aria-label={t.rail.acceptLabel(row.identity.name, t.span(waited))}
        disabled={model.accepting !== undefined || model.connection !== 'online' || model.roster === 'violation'}
        onClick={() => act.accept(row.id)}
      >
        {busy ? t.rail.accepting : t.rail.accept}
      </button>
    </li>
  );
}

function MineList({ model, act }: Props): JSX.Element {
  const { mine } = model;
  return (
    <section class="rail-section" aria-labelledby="rail-mine">
      <h2 class="rail-title" id="rail-mine">
        {t.rail.mine}
        {mine.length > 0 && <span class="count">{mine.length}</span>}
      </h2>
      {mine.length === 0 ? (
        <p class="rail-none">{t.rail.noneMine}</p>
      ) : (
        <ul class="rows">
          {mine.map((row) => (
            <Mine key={row.id} row={row} model={model} act={act} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Mine({ row, model, act }: Props & { row: MineRow }): JSX.Element {
  const current = model.pane === 'conversations' && model.focused === row.id;
  const slot = row.slot;
  return (
    <li class={`row row-mine state-${row.state} ${identityClass(row.identity)}`}>
      <button
        type="button"
        class="row-button"
        aria-current={current ? 'true' : undefined}
        aria-keyshortcuts={slot ? `Alt+${slot}` : undefined}
        onClick={() => act.focus(row.id)}
      >
        <Tile identity={row.identity} />
        <span class="row-text">
          <span class="row-name" title={row.identity.name}>
            {row.identity.name}
          </span>
          <span class="row-sub">{subline(row, model.now_ms)}</span>
        </span>
        <span class="row-end">
          {row.unread > 0 && (
            <span class="badge">
              <span aria-hidden="true">{t.rail.unread(row.unread)}</span>
              <span class="vh">{t.rail.unreadLong(row.unread)}</span>
            </span>
          )}
          {slot && <Key name={String(slot)} className="row-slot" />}
        </span>
      </button>
    </li>
  );
}

/** The one thing about a conversation that matters most now. */
function subline(row: MineRow, now_ms: number): JSX.Element {
  switch (row.state) {
    case 'violation':
      return <span class="sub-bad">{t.rail.violation}</span>;
    case 'shut':
      return <span class="sub-bad">{t.rail.shut}</span>;
    case 'closed':
      return <span>{t.rail.closed}</span>;
    case 'opening':
      return <span>{t.rail.opening}</span>;
    case 'offline':
      return <span class="sub-warn">{row.unsent > 0 ? t.rail.unsent(row.unsent) : t.rail.offline}</span>;
    default:
  }
  if (row.unsent > 0) return <span class="sub-warn">{t.rail.unsent(row.unsent)}</span>;
  if (row.waiting_since_ms !== undefined) {
    const waited_ms = now_ms - row.waiting_since_ms;
    return <span class={`sub-wait wait-${urgency(waited_ms)}`}>{t.rail.answerDue(t.spanShort(span(waited_ms)))}</span>;
  }
  if (row.typing) return <span class="sub-typing">{t.rail.typing}</span>;
  if (row.draft) return <span>{t.rail.draft}</span>;
  return <span>{t.rail.quiet}</span>;
}

function Search({ act }: { act: DeskActions }): JSX.Element {
  return (
    <button
      type="button"
      class="rail-search"
      aria-keyshortcuts="Control+K"
      onClick={() => act.openDialog({ kind: 'switcher', query: '', at: 0 })}
    >
      <Icon name="search" />
      <span class="rail-search-text">{t.rail.switcher}</span>
      <Key name="Ctrl K" />
    </button>
  );
}

function Foot({ model, act }: Props): JSX.Element {
  const unseen = model.notices.length - model.noticesSeen;
  const page = (pane: Pane, icon: IconName, text: string, badge?: JSX.Element | false) => (
    <button
      type="button"
      class={`foot-item${badge ? ' foot-alert' : ''}`}
      aria-current={model.pane === pane ? 'page' : undefined}
      onClick={() => act.pane(pane)}
    >
      <Icon name={icon} size={20} />
      {text}
      {badge}
    </button>
  );
  return (
    <footer class="rail-foot">
      <div class="foot-items">
        {page('team', 'users', t.rail.team)}
        {page(
          'notices',
          unseen > 0 ? 'shieldAlert' : 'shield',
          t.rail.notices,
          unseen > 0 && (
            <span class="badge badge-bad">
              <span aria-hidden="true">{unseen}</span>
              <span class="vh">{t.notices.count(unseen)}</span>
            </span>
          ),
        )}
        {page('settings', 'gear', t.rail.settings)}
      </div>
      <div class="me">
        <span class="me-name" title={t.rail.signedInAs(model.me.name)}>
          <span class="vh">{t.rail.signedInAs('')}</span>
          {model.me.name}
        </span>
        <button
          type="button"
          class="ibtn"
          aria-label={t.rail.help}
          aria-keyshortcuts="?"
          title={`${t.rail.help} (?)`}
          onClick={() => act.openDialog({ kind: 'help' })}
        >
          <Icon name="keyboard" size={20} />
        </button>
        <button
          type="button"
          class="ibtn"
          aria-label={t.rail.lock}
          aria-keyshortcuts="Alt+L"
          title={`${t.rail.lock} (Alt L)`}
          onClick={() => act.lock()}
        >
          <Icon name="lock" size={20} />
        </button>
      </div>
    </footer>
  );
}
