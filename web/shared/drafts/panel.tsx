// What is said about a draft, above it: a sentence for each thing noticed, and the safe ways as buttons.
import type { JSX } from 'preact';
import { en as ui } from '../ui/messages/en';
import { en as t } from './messages/en';
import type { Notice } from './notices';
import type { Side } from './policy';

/** More would push the conversation off a small screen; the gravest come first. */
const MAX_SHOWN = 2;

export interface PanelProps {
  side: Side;
  notices: readonly Notice[];
  /** Send was pressed: what is asked before it goes, or why it does not. */
  pressed?: { is: 'held' } | { is: 'asked' } | { is: 'masked'; text: string } | undefined;
  /** For those who hear instead of seeing. */
  said: string;
  /** The draft cannot be read, and what follows from that. */
  broken: string | undefined;
  onRenew: () => void;
  onRemove: (notice: Notice) => void;
  onHarmless: (notice: Notice) => void;
  onSend: () => void;
  onKeep: () => void;
}

export function Panel(props: PanelProps): JSX.Element {
  const { notices, pressed, said, broken } = props;
  const more = notices.length - MAX_SHOWN;
  return (
    <>
      <p class="drafts-said" role="status">
        {said}
      </p>
      {broken && (
        <div class="drafts" role="alert">
          <p>{broken}</p>
          <div class="drafts-ways">
            <button type="button" class="btn quiet small" onClick={props.onRenew}>
              {ui.tryAgain}
            </button>
          </div>
        </div>
      )}
      {notices.length > 0 && (
        <section class={`drafts${pressed ? ' pressed' : ''}`} aria-label={t.region}>
          {notices.slice(0, MAX_SHOWN).map((notice) => (
            <Item key={`${notice.kind} ${notice.pieces[0]?.start}`} {...props} notice={notice} />
          ))}
          {more > 0 && <p class="drafts-why">{t.more(more)}</p>}
          {pressed && pressed.is !== 'held' && <Asked {...props} />}
        </section>
      )}
    </>
  );
}

function Item({ notice, side, pressed, onRemove, onHarmless }: PanelProps & { notice: Notice }): JSX.Element {
  const request = notice.kind === 'ASKS_FOR_SECRET' || notice.kind === 'LEADS_OUTSIDE';
  return (
    <div class={`drafts-item ${notice.action}`}>
      <p>
        {pressed?.is === 'held' && notice.action === 'block' && <strong>{t.held} </strong>}
        <span dir="auto">{sentence(notice, side)}</span>
        {notice.reason && <span class="drafts-why"> ({notice.reason})</span>}
      </p>
      <div class="drafts-ways">
        {!request && (
          <button type="button" class="btn quiet small" onClick={() => onRemove(notice)}>
            {notice.action === 'block' ? t.remove : t.maskIt}
          </button>
        )}
        <button type="button" class={`btn ${request ? 'quiet' : 'plain'} small`} onClick={() => onHarmless(notice)}>
          {request ? t.notMeant : t.harmless}
        </button>
      </div>
    </div>
  );
}

function Asked({ pressed, onSend, onKeep }: PanelProps): JSX.Element {
  const masked = pressed?.is === 'masked' ? pressed.text : undefined;
  return (
    <div class="drafts-asked">
      <p>
        <strong>{masked === undefined ? t.ask : t.willSend}</strong>
      </p>
      {masked !== undefined && (
        <blockquote class="drafts-preview" dir="auto">
          {masked}
        </blockquote>
      )}
      <div class="drafts-ways">
        <button type="button" class="btn primary small" onClick={onSend}>
          {masked === undefined ? t.sendAnyway : t.sendMasked}
        </button>
        <button type="button" class="btn quiet small" onClick={onKeep}>
          {t.keepWriting}
        </button>
      </div>
    </div>
  );
}

export function sentence(notice: Notice, side: Side): string {
  const { kind, action, by, split } = notice;
  const before = split && kind !== 'ASKS_FOR_SECRET' && kind !== 'LEADS_OUTSIDE' ? `${t.split(kind)} ` : '';
  if (action === 'block') return before + t.block(kind, side);
  if (action === 'mask') return before + t.mask(kind, by.map((part) => part.by).join(' … '));
  return before + t.warn(kind, side);
}
