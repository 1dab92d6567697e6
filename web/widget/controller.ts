// Turns what happens (a visitor's session, a conversation, clicks) into models for the view. It knows no DOM; everything
// about keys, proofs and sockets is in web/shared.
import type { Chat } from '../shared/chat';
import { CloisterError, Contradiction } from '../shared/errors';
import type { ErrorName } from '../shared/gen/wire';
import type { Visitor } from '../shared/visitor';
import { en as t } from './messages/en';
import {
  type FirstMessages,
  reasonOf,
  type Stage,
  type StopReason,
  type WidgetActions,
  type WidgetModel,
} from './model';

/** A visitor, and whether it is one of a browser that has stored nothing yet. */
export interface Opened {
  visitor: Visitor;
  /** Has nothing behind it; another is opened for the first message. */
  provisional: boolean;
  /** False: the browser refuses to keep keys. */
  persistent: boolean;
}

/** What the controller needs from the window around it. */
export interface Surroundings {
  embedded: boolean;
  /** `toWrite`: from now on keys are kept. Throws what Visitor.open throws. */
  open(toWrite: boolean): Promise<Opened>;
  render(model: WidgetModel): void;
  /** Something unread waits, or no longer. */
  unread(waits: boolean): void;
  /** A message has arrived while nobody was looking at it. */
  arrived(sound: boolean): void;
  openWindow(): void;
  minimise(): void;
  /** Everything was deleted: this document and all others of this browser begin anew, and forget what is in memory. */
  restart(): void;
}

/** The longest that a timer can take. */
const maxTimerMs = 2 ** 31 - 1;
const typingStopsAfterMs = 5_000;
/** Whoever opens a conversation that another tab holds wants it here. */
const takesOverWithinMs = 3_000;
/** A closed conversation is still shown on coming back within this time. */
const closedShownMs = 24 * 3_600_000;

export class Controller implements WidgetActions {
  private model: WidgetModel;
  private opened: Opened | undefined;
  private chat: Chat | undefined;
  private unsubscribe = () => {};
  /** The frame is open and the tab in front. */
  private visible = true;
  private readsNewest = true;
  private unreadBefore = 0;
  /** Until then another tab is asked, once, to hand the conversation over. */
  private takesOverUntil = 0;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private expiryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly around: Surroundings) {
    this.model = {
      stage: { is: 'starting' },
      embedded: around.embedded,
      persistent: true,
      kept: false,
      available: false,
      teamSize: undefined,
      policy: undefined,
      sound: false,
      now: Date.now(),
    };
  }

  /** Opens the session and takes up the conversation that is still going on, if there is one. */
  async start(): Promise<void> {
    this.leave();
    this.show({ is: 'starting' });
    try {
      const { visitor, provisional } = await this.open(false);
      // Whoever has never had a session has no conversation, and gets no session before writing.
      const known = provisional || !visitor.known ? [] : [...(await visitor.conversations())];
      known.sort((a, b) => b.updated_ms - a.updated_ms);
      const last = known.find((one) => one.status !== 'closed') ?? known[0];
      if (last && (last.status !== 'closed' || Date.now() - last.updated_ms < closedShownMs)) {
        this.follow(await visitor.resume(last.conversation));
      } else this.show({ is: 'welcome' });
    } catch (error) {
      this.show(stageOf(error));
    }
  }

  /** Whether the conversation can be seen at all. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.look();
  }

  /** A key was pressed or something was touched. */
  touched(): void {
    this.chat?.active();
  }

  send = (text: string): void => {
    if (this.chat) {
      this.stopTyping();
      this.chat.send(text).catch(() => this.refresh());
    } else if (this.model.stage.is === 'welcome') {
      const before = this.model.stage.first?.texts ?? [];
      const alone = before.length === 0 || this.model.stage.first?.failed;
      this.show({ is: 'welcome', first: { texts: [...before, text], failed: false, reason: '' } });
      if (alone) void this.begin();
    }
  };

  retry = (id: string): void => {
    if (this.chat) this.chat.retry(id).catch(() => this.refresh());
    else void this.begin();
  };

  takeBack = async (id: string): Promise<string | undefined> => this.chat?.discard(id);

  draft = (text: string): void => {
    if (!this.chat) return;
    clearTimeout(this.typingTimer);
    this.chat.setTyping(text !== '');
    if (text) this.typingTimer = setTimeout(() => this.stopTyping(), typingStopsAfterMs);
  };

  noticed = (kind: string, outcome: string) => this.chat?.noticed(kind, outcome);

  atEnd = (atEnd: boolean): void => {
    this.readsNewest = atEnd;
    this.look();
  };

  stillHere = (): void => this.touched();

  takeOver = (): void => {
    this.chat?.takeOver().catch(() => this.refresh());
  };

  endChat = (): void => {
    this.stopTyping();
    this.chat?.close('left').catch(() => this.refresh());
  };

  erase = async (): Promise<void> => {
    this.stopTyping();
    await this.opened?.visitor.erase(this.chat);
    this.around.restart();
  };

  startNew = (): void => {
    this.leave();
    this.show({ is: 'welcome' });
  };

  reopen = (): void => void this.start();

  comparisonCode = async (): Promise<string> => {
    if (!this.chat) throw new CloisterError('missing_key');
    return this.chat.comparisonCode();
  };

  setSound = (sound: boolean): void => {
    this.change({ sound });
    // Browsers allow sound only after a click; this is one, and it shows what it will be like.
    if (sound) this.around.arrived(true);
  };

  openWindow = (): void => this.around.openWindow();
  minimise = (): void => this.around.minimise();

  /** The first messages: the conversation is made for them, and only now is anything stored on the server. */
  private async begin(): Promise<void> {
    const { stage } = this.model;
    if (!this.opened || stage.is !== 'welcome' || !stage.first) return;
    this.show({ is: 'welcome', first: { ...stage.first, failed: false, reason: '' } });
    try {
      const { visitor } = this.opened.provisional ? await this.open(true) : this.opened;
      const chat = await visitor.start();
      const written = this.firsts()?.texts ?? [];
      for (const text of written) await chat.send(text);
      this.follow(chat);
    } catch (error) {
      const code = error instanceof CloisterError ? error.code : undefined;
      if (error instanceof Contradiction || (code && fatalCodes.has(code))) return this.show(stageOf(error));
      const first = this.firsts();
      if (!first) return;
      this.show({ is: 'welcome', first: { ...first, failed: true, reason: code ? reasonOf(code) : t.noAnswer } });
    }
  }

  private async open(toWrite: boolean): Promise<Opened> {
    const opened = await this.around.open(toWrite);
    const { site } = opened.visitor;
    this.opened = opened;
    this.change({
      persistent: opened.persistent,
      available: site.info?.available ?? false,
      teamSize: site.roster.now.members('support').length,
      policy: site.info?.sensitive_data,
    });
    return opened;
  }

  private firsts(): FirstMessages | undefined {
    return this.model.stage.is === 'welcome' ? this.model.stage.first : undefined;
  }

  private follow(chat: Chat): void {
    this.leave();
    this.chat = chat;
    this.unreadBefore = chat.snapshot.unread;
    this.readsNewest = true;
    this.takesOverUntil = Date.now() + takesOverWithinMs;
    this.unsubscribe = chat.subscribe(() => this.refresh());
    this.watchExpiry();
    this.refresh();
  }

  /** The keys do not outlive their limit in an open window either. */
  private watchExpiry(): void {
    const { visitor } = this.opened as Opened;
    const left = visitor.expiresMs - visitor.api.now();
    clearTimeout(this.expiryTimer);
    this.expiryTimer = setTimeout(
      () => (left > maxTimerMs ? this.watchExpiry() : this.erase()),
      Math.min(left, maxTimerMs),
    );
  }

  private leave(): void {
    this.stopTyping();
    this.unsubscribe();
    this.unsubscribe = () => {};
    this.chat?.stop();
    this.chat = undefined;
    this.around.unread(false);
  }

  private refresh(): void {
    if (!this.chat) return;
    const { snapshot } = this.chat;
    const { connection } = snapshot;
    const takesOver = connection === 'follower' && this.visible && Date.now() < this.takesOverUntil;
    if (takesOver || connection === 'online') this.takesOverUntil = 0;
    if (takesOver) this.takeOver();
    this.show({ is: 'chat', chat: snapshot });
    this.look();
    const { unread } = this.chat.snapshot;
    if (snapshot.caughtUp && unread > this.unreadBefore && !this.looking()) this.around.arrived(this.model.sound);
    this.unreadBefore = unread;
    this.around.unread(unread > 0 && !this.looking());
  }

  private looking(): boolean {
    return this.visible && this.readsNewest;
  }

  /** What can be seen counts as read. */
  private look(): void {
    if (!this.chat || !this.looking()) return;
    const { timeline, unread } = this.chat.snapshot;
    if (unread > 0) this.chat.markRead(timeline.reduce((last, item) => Math.max(last, item.seq), 0));
    this.around.unread(false);
  }

  private stopTyping(): void {
    clearTimeout(this.typingTimer);
    this.typingTimer = undefined;
    this.chat?.setTyping(false);
  }

  private show(stage: Stage): void {
    this.change({ stage, kept: this.opened?.visitor.known ?? false });
  }

  private change(changes: Partial<WidgetModel>): void {
    this.model = { ...this.model, ...changes, now: Date.now() };
    this.around.render(this.model);
  }
}

const reasons: Partial<Record<ErrorName, StopReason>> = {
  wrong_root: 'wrong_root',
  not_ready: 'not_ready',
  clock_skew: 'clock_skew',
  bad_chain: 'untrusted',
  bad_signature: 'untrusted',
  bad_passkey: 'untrusted',
  bad_transcript: 'untrusted',
  wrong_reader: 'untrusted',
  wrong_site: 'wrong_root',
};
const fatalCodes = new Set<ErrorName>([...(Object.keys(reasons) as ErrorName[]), 'unsupported_browser']);

function stageOf(error: unknown): Stage {
  if (!(error instanceof CloisterError)) return { is: 'stopped', why: 'failed', code: '' };
  if (error.code === 'unsupported_browser') {
    const { missing = [] } = error as { missing?: readonly string[] };
    return { is: 'unsupported', missing };
  }
  const why = reasons[error.code] ?? (error instanceof Contradiction ? 'untrusted' : 'failed');
  return { is: 'stopped', why, code: error.code };
}
