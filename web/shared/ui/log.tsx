// The message list: days, groups, ticks, notes, typing, and scrolling that leaves the reader where they read.
import { Component, createRef } from 'preact';
import { Icon, type IconName } from './icon';
import { en as t } from './messages/en';
import { Avatar, Button } from './parts';
import { isBig, isLong, pieces } from './text';
import { clockTime, dayName, dayNumber } from './time';

export interface MessageItem {
  is: 'message';
  /** Stable over sending, confirmation and repetition. */
  id: string;
  mine: boolean;
  author: string;
  /** `author` is not a name. */
  anonymous?: boolean;
  text: string;
  at: number;
  /** Only of one's own messages. `waiting`: goes out when the connection is back; `postponed`: when the server can. */
  state?: 'sending' | 'waiting' | 'postponed' | 'sent' | 'delivered' | 'read' | 'failed' | 'held';
  /** Why it was not sent, one sentence; of a held one, who can read now. */
  reason?: string;
  /** It can no longer be sent as it is, only be taken back and written again. */
  final?: boolean;
}

export interface NoteItem {
  is: 'note';
  id: string;
  text: string;
  at: number;
  icon?: IconName;
  tone?: 'plain' | 'good' | 'danger';
}

export type LogItem = MessageItem | NoteItem;

interface LogProps {
  items: LogItem[];
  /** Names of those who are writing right now. */
  typing?: string[];
  /** The past is still arriving: nothing is read out and nothing is animated. */
  busy?: boolean;
  now: number;
  onRetry?: (id: string) => void;
  onTakeBack?: (id: string) => void;
  onDiscard?: (id: string) => void;
  /** The newest message is on the screen, or no longer. */
  onAtEnd?: (atEnd: boolean) => void;
}

const groupWithin = 5 * 60_000;
const pageItems = 200;

/** An item this young rises into place. */
const freshMs = 1000;
/** The end of the list, with some tolerance in pixels. */
const nearEnd = 48;

export class Log extends Component<LogProps, { limit: number; missed: number }> {
  override state = { limit: pageItems, missed: 0 };
  private readonly box = createRef<HTMLDivElement>();
  private atEnd = true;
  /** What the last drawing showed. */
  private was = { count: 0, last: '', limit: pageItems, height: 0, busy: true };
  // The keyboard of a phone, a growing composer: what was at the end stays at the end.
  private readonly observer = new ResizeObserver(() => this.atEnd && this.toEnd());

  override componentDidMount() {
    if (this.box.current) this.observer.observe(this.box.current);
    this.place();
  }

  override componentDidUpdate() {
    this.place();
  }

  override componentWillUnmount() {
    this.observer.disconnect();
  }

  private toEnd() {
    this.box.current?.scrollTo(0, this.box.current.scrollHeight);
  }

  private setAtEnd(atEnd: boolean) {
    if (atEnd && this.state.missed) this.setState({ missed: 0 });
    if (atEnd === this.atEnd) return;
    this.atEnd = atEnd;
    this.props.onAtEnd?.(atEnd);
  }

  /** After drawing: keeps the reader where they read, or at the end. */
  private place() {
    const element = this.box.current;
    if (!element) return;
    const { items, busy } = this.props;
    const { limit, missed } = this.state;
    const { was } = this;
    const last = items[items.length - 1];
    const added = last && last.id !== was.last ? Math.max(1, items.length - was.count) : 0;
    this.was = { count: items.length, last: last?.id ?? '', limit, height: element.scrollHeight, busy: !!busy };
    if (limit !== was.limit) element.scrollTop += element.scrollHeight - was.height;
    else if (this.atEnd || was.busy || (added && last?.is === 'message' && last.mine)) this.toEnd();
    else if (added) this.setState({ missed: missed + added });
  }

  override render({ items, typing = [], busy, now, onRetry, onTakeBack, onDiscard }: LogProps) {
    const { limit, missed } = this.state;
    const skipped = Math.max(0, items.length - limit);
    const shown = items.slice(skipped);
    return (
      <div class="log-frame">
        <div
          ref={this.box}
          class="log"
          role="log"
          aria-live={busy ? 'off' : 'polite'}
          aria-busy={!!busy}
          aria-label={t.conversation}
          // A scrolling region must be reachable by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          onScroll={({ currentTarget: element }) =>
            this.setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd)
          }
        >
          <ol>
            {skipped > 0 && (
              <li class="earlier">
                <Button small onClick={() => this.setState({ limit: limit + pageItems })}>
                  {t.earlier}
                </Button>
              </li>
            )}
            {shown.map((item, index) => (
              <Row
                key={item.id}
                item={item}
                before={shown[index - 1]}
                after={shown[index + 1]}
                now={now}
                fresh={!busy && now - item.at < freshMs}
                acts={{ onRetry, onTakeBack, onDiscard }}
              />
            ))}
            {typing.length > 0 && <Typing names={typing} />}
          </ol>
        </div>
        {missed > 0 && (
          <button
            type="button"
            class="btn primary small jump"
            onClick={() => {
              this.toEnd();
              this.setAtEnd(true);
              this.box.current?.focus();
            }}
          >
            <Icon name="down" />
            {t.newMessages(missed)}
          </button>
        )}
      </div>
    );
  }
}

type Acts = { [name in 'onRetry' | 'onTakeBack' | 'onDiscard']: ((id: string) => void) | undefined };

interface RowProps {
  item: LogItem;
  before: LogItem | undefined;
  after: LogItem | undefined;
  now: number;
  fresh: boolean;
  acts: Acts;
}

function Row({ item, before, after, now, fresh, acts }: RowProps) {
  const newDay = !before || dayNumber(before.at) !== dayNumber(item.at);
  return (
    <>
      {newDay && <li class="day">{dayName(item.at, now)}</li>}
      {item.is === 'note' ? (
        <li class={`note ${item.tone ?? ''}${fresh ? ' fresh' : ''}`}>
          {item.icon && <Icon name={item.icon} />}
          <span dir="auto">{item.text}</span>
        </li>
      ) : (
        <Message
          item={item}
          first={newDay || !together(before, item)}
          last={!together(item, after) || (after !== undefined && dayNumber(after.at) !== dayNumber(item.at))}
          fresh={fresh}
          acts={acts}
        />
      )}
    </>
  );
}

const isUnsent = ({ state }: MessageItem): boolean => state === 'failed' || state === 'held';

function together(a: LogItem | undefined, b: LogItem | undefined): boolean {
  return (
    a?.is === 'message' &&
    b?.is === 'message' &&
    a.mine === b.mine &&
    a.author === b.author &&
    b.at - a.at < groupWithin &&
    !isUnsent(a)
  );
}

interface MessageProps {
  item: MessageItem;
  first: boolean;
  last: boolean;
  fresh: boolean;
  acts: Acts;
}

function Message({ item, first, last, fresh, acts }: MessageProps) {
  const pending = item.state === 'sending' || item.state === 'waiting' || item.state === 'postponed';
  const classes = [
    'msg',
    item.mine ? 'mine' : 'theirs',
    first && 'first',
    last && 'last',
    isUnsent(item) && 'failed',
    pending && 'pending',
    fresh && 'fresh',
  ];
  const who = item.mine ? t.you : item.author;
  const body = (
    <>
      <span class="vh">
        <bdi>{t.saidAt(who, clockTime(item.at))}</bdi>:
      </span>
      <Bubble text={item.text} />
      <Meta item={item} last={last} acts={acts} />
    </>
  );
  return (
    <li class={classes.filter(Boolean).join(' ')}>
      {item.mine ? (
        body
      ) : (
        <>
          {first && (
            <span class="who" aria-hidden="true" dir="auto">
              {item.author}
            </span>
          )}
          {last && <Avatar name={item.anonymous ? undefined : item.author} small />}
          <div class="stack">{body}</div>
        </>
      )}
    </li>
  );
}

const ticks = {
  sending: ['clock', t.sending],
  waiting: ['clock', t.waiting],
  sent: ['check', t.sent],
  delivered: ['checks', t.delivered],
  read: ['checks', t.read],
} as const satisfies Record<string, readonly [IconName, string]>;

interface MetaProps {
  item: MessageItem;
  last: boolean;
  acts: Acts;
}

function Meta({ item, last, acts }: MetaProps) {
  if (isUnsent(item)) {
    const held = item.state === 'held';
    const again = item.final ? acts.onTakeBack : acts.onRetry;
    return (
      <div class="meta bad">
        <Icon name="alert" />
        <span>{held ? t.heldFor(item.reason ?? '') : `${t.notSent} ${item.reason}`}</span>
        {again && (
          <button type="button" onClick={() => again(item.id)}>
            {held ? t.send : item.final ? t.writeAgain : t.tryAgain}
          </button>
        )}
        {held && (
          <button type="button" onClick={() => acts.onDiscard?.(item.id)}>
            {t.discard}
          </button>
        )}
      </div>
    );
  }
  if (item.state === 'postponed') {
    return (
      <div class="meta bad">
        <Icon name="clock" />
        <span>{t.postponed(item.reason ?? '')}</span>
      </div>
    );
  }
  if (!last && item.state !== 'waiting') return null;
  const tick = ticks[item.state as keyof typeof ticks] as (typeof ticks)[keyof typeof ticks] | undefined;
  return (
    <div class={`meta${item.state === 'read' ? ' seen' : ''}`}>
      <time dateTime={new Date(item.at).toISOString()}>{clockTime(item.at)}</time>
      {tick && (
        <>
          <Icon name={tick[0]} />
          <span class={item.state === 'read' || item.state === 'waiting' ? '' : 'vh'}>{tick[1]}</span>
        </>
      )}
    </div>
  );
}

/** The text of one message. */
export class Bubble extends Component<{ text: string }, { open: boolean }> {
  override state = { open: false };

  override render({ text }: { text: string }) {
    const { open } = this.state;
    if (isBig(text)) {
      return (
        <div class="bubble big">
          <div class="text">{text.trim()}</div>
        </div>
      );
    }
    const long = isLong(text);
    return (
      <div class="bubble">
        <MessageText text={text} cut={long && !open} />
        {long && (
          <button type="button" class="more" aria-expanded={open} onClick={() => this.setState({ open: !open })}>
            {open ? t.showLess : t.showMore}
          </button>
        )}
      </div>
    );
  }
}

export function MessageText({ text, cut }: { text: string; cut?: boolean }) {
  return (
    <div class={cut ? 'text cut' : 'text'} dir="auto">
      {pieces(text).map((piece) =>
        piece.is === 'text' ? (
          piece.text
        ) : (
          <a href={piece.href} target="_blank" rel="noopener noreferrer" title={piece.href} dir="ltr">
            {piece.before}
            <b>{piece.host}</b>
            {piece.after}
            <span class="vh"> ({t.opensInNewTab})</span>
          </a>
        ),
      )}
    </div>
  );
}

function Typing({ names }: { names: string[] }) {
  return (
    <li class="msg theirs first last">
      <Avatar name={names[0]} small />
      <div class="stack">
        <div class="bubble">
          <span class="vh">{t.isTyping(t.and(names))}</span>
          <span class="typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </div>
      </div>
    </li>
  );
}
