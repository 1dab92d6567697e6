// The place of the one focused conversation, with what the desk itself has to say above it.
import type { ComponentChildren, JSX } from 'preact';
import { Banner, Button } from '../../shared/ui/parts';
import { t } from '../messages';
import type { DeskActions, DeskModel, MineRow } from '../model/desk_model';
import { Icon, type IconName } from '../ui/icons';
import { Key } from '../ui/key';
import { identityClass, Tile } from '../ui/tile';

interface Props {
  model: DeskModel;
  act: DeskActions;
}

export function focusedRow(model: DeskModel): MineRow | undefined {
  return model.mine.find((row) => row.id === model.focused);
}

/** `frames`: where the frames of the conversations are; stays mounted whatever else is shown. */
export function Stage({ model, act, frames }: Props & { frames: ComponentChildren }): JSX.Element {
  const row = focusedRow(model);
  const talking = model.pane === 'conversations' && row !== undefined;
  return (
    <div class={stageClass(talking ? row : undefined)} hidden={model.pane !== 'conversations'}>
      {talking && <Band row={row} act={act} />}
      {talking && model.shut && <Shut model={model} row={row} act={act} />}
      {model.pane === 'conversations' && !row && <Empty model={model} act={act} />}
      <div class="frames" hidden={!talking || model.shut !== undefined}>
        {frames}
      </div>
    </div>
  );
}

function stageClass(row: MineRow | undefined): string {
  if (!row) return 'stage';
  return `stage ${identityClass(row.identity)}${row.state === 'violation' ? ' stage-bad' : ''}`;
}

/** Says whose conversation this is, drawn by the desk: nothing inside the frame can change it. */
function Band({ row, act }: { row: MineRow; act: DeskActions }): JSX.Element {
  return (
    <header class="band">
      <Tile identity={row.identity} size="l" />
      <h1 class="band-name" title={row.identity.name}>
        <span class="vh">{t.stage.focusedOn('')}</span>
        {row.identity.name}
      </h1>
      {row.state === 'closed' && (
        <Button small onClick={() => act.dismiss(row.id)}>
          {t.stage.removeFromList}
        </Button>
      )}
      {row.slot && <Key name={t.rail.slot(row.slot)} className="band-slot" />}
    </header>
  );
}

function Shut({ model, row, act }: Props & { row: MineRow }): JSX.Element {
  return (
    <section class="shut" role="alert">
      <span class="shut-sign" aria-hidden="true">
        <Icon name="shieldAlert" size={28} />
      </span>
      <h2>{t.stage.shutTitle}</h2>
      <p>{model.shut && t.stage.shutText(model.shut.reason)}</p>
      <p>{t.stage.shutPromise}</p>
      <button type="button" class="btn primary" onClick={() => act.reopen(row.id)}>
        {t.stage.reopen}
      </button>
    </section>
  );
}

function Empty({ model, act }: Props): JSX.Element {
  const waiting = model.waiting.length;
  const busy = model.accepting !== undefined || model.connection !== 'online' || model.roster === 'violation';
  if (waiting > 0) {
    const next = model.waiting[0];
    return (
      <section class="empty">
        <EmptyArt icon="clock" />
        <h1>{t.stage.emptyWaitingTitle(waiting)}</h1>
        <p>{t.stage.chooseText}</p>
        <button type="button" class="btn primary large" disabled={busy} onClick={() => next && act.accept(next.id)}>
          {t.stage.acceptNext}
          <Key name="Alt A" />
        </button>
      </section>
    );
  }
  if (model.mine.length > 0) {
    return (
      <section class="empty">
        <EmptyArt icon="users" />
        <h1>{t.stage.choose}</h1>
        <p>{t.stage.chooseText}</p>
      </section>
    );
  }
  return (
    <section class="empty">
      <EmptyArt icon="tea" />
      <h1>{t.stage.emptyTitle}</h1>
      <p>{model.available ? t.stage.empty : t.stage.emptyAway}</p>
      {!model.available && (
        <button
          type="button"
          class="btn primary large"
          disabled={model.connection !== 'online'}
          onClick={() => act.setAvailable(true)}
        >
          {t.stage.goAvailable}
        </button>
      )}
    </section>
  );
}

function EmptyArt({ icon }: { icon: IconName }): JSX.Element {
  return (
    <span class="empty-art" aria-hidden="true">
      <Icon name={icon} size={36} />
    </span>
  );
}

/** What concerns the whole desk, most serious first. */
export function Banners({ model, act }: Props): JSX.Element {
  const { ending } = model;
  const left_s = ending ? Math.max(0, Math.ceil((ending.at_ms - model.now_ms) / 1000)) : 0;
  const left = t.stage.seconds(left_s);
  return (
    <div class="banners">
      {model.roster === 'violation' && (
        <Banner tone="danger" icon="alert" title={t.stage.rosterViolation} alert>
          {model.rosterSentence} {t.stage.rosterAdvice}
        </Banner>
      )}
      {ending && (
        <Banner
          tone="warn"
          icon="clock"
          actions={
            ending.why === 'idle' && (
              <Button kind="primary" small onClick={() => act.stillHere()}>
                {t.stage.stillHere}
              </Button>
            )
          }
        >
          {/* Announced once elsewhere, not read out every second. */}
          <span aria-live="off">{ending.why === 'idle' ? t.stage.idleEnding(left) : t.stage.absoluteEnding(left)}</span>
        </Banner>
      )}
      {model.connection === 'offline' && (model.pane !== 'conversations' || !focusedRow(model)) && (
        <Banner tone="warn" icon="plug">
          {t.stage.offline}
        </Banner>
      )}
      {model.roster === 'changed' && <Banner icon="people">{t.stage.rosterChanged}</Banner>}
      {model.trouble && (
        <Banner
          tone="danger"
          icon="alert"
          alert
          actions={
            <Button small onClick={() => act.dismissTrouble()}>
              {t.stage.dismiss}
            </Button>
          }
        >
          {model.trouble}
        </Banner>
      )}
    </div>
  );
}
