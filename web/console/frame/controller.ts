// Runs one conversation inside its frame: the chat of web/shared on one side, the desk on the other. Knows nothing of
// any other conversation.
import { h, render } from 'preact';
import type { Chat } from '../../shared/chat';
import { CloisterError } from '../../shared/errors';
import { openFrame } from '../../shared/frame';
import type { SensitiveData } from '../../shared/gen/wire';
import { connect, type Rpc } from '../../shared/port';
import { ConnectionError } from '../../shared/session';
import { sentenceOf } from '../desk/words';
import { t } from '../messages';
import { type FrameActions, type FrameModel, frameState } from '../model/frame_model';
import {
  type DeskServices,
  type FrameCommands,
  type Look,
  MAX_DRAFT_CHARACTERS,
  type Served,
} from '../model/frame_protocol';
import { commandOf } from '../model/keys';
import { hasKeyboard } from './keyboard';
import { applyLook } from './look';
import { Frame } from './view';

const ACTIVE_EVERY_MS = 10_000;
const DRAFT_AFTER_MS = 1500;
const CLOCK_MS = 30_000;
const CLOCK_OFFLINE_MS = 1000;

export class FrameController {
  private readonly desk: Rpc<DeskServices>;
  private chat: Chat | undefined;
  private policy: SensitiveData | undefined;
  private failure: string | undefined;
  private draft = '';
  private startDraft = '';
  private atEnd = true;
  private said = '';
  private frame = 0;
  private clock: ReturnType<typeof setTimeout> | undefined;
  private drafting: ReturnType<typeof setTimeout> | undefined;
  private lastActive_ms = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly keysPort: MessagePort,
    deskPort: MessagePort,
    private look: Look,
  ) {
    const commands: FrameCommands = {
      look: async (look) => {
        this.look = look;
        applyLook(look);
        this.update();
      },
      write: async () => this.write(),
      hasKeyboard,
      rosterChanged: async () => this.chat?.rosterChanged(),
      leave: async () => this.keepDraft(),
    };
    this.desk = connect<DeskServices>(deskPort, commands as unknown as Served);
    applyLook(look);
    this.listen();
    this.update();
    void this.open();
  }

  private async open(): Promise<void> {
    try {
      this.startDraft = await this.desk.call('draftLoad').catch(() => '');
      this.draft = this.startDraft;
      const { chat, policy } = await openFrame(this.keysPort);
      this.chat = chat;
      this.policy = policy;
      chat.subscribe(() => this.update());
    } catch (error) {
      const known = error instanceof CloisterError || error instanceof ConnectionError;
      this.failure = known ? sentenceOf(error) : t.frame.failed;
    }
    this.update();
    if (this.look.shown) requestAnimationFrame(() => this.write());
  }

  private listen(): void {
    addEventListener(
      'keydown',
      (event) => {
        this.active();
        const target = event.composedPath()[0];
        const writing = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
        const command = commandOf(event, writing);
        if (!command) return;
        event.preventDefault();
        event.stopPropagation();
        this.desk.tell('command', command);
      },
      { capture: true },
    );
    // Not when the pointer goes down: a touch counts for the browser, and so for the desk, only when it ends.
    addEventListener('pointerup', () => this.active(), { capture: true, passive: true });
    addEventListener('blur', () => void this.missKeyboard());
    document.addEventListener('visibilitychange', () => this.update());
    // Nothing that is dropped here may make the frame navigate.
    for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault());
  }

  private async missKeyboard(): Promise<void> {
    if (!(await hasKeyboard())) this.desk.tell('blurred');
  }

  private active(): void {
    if (performance.now() - this.lastActive_ms < ACTIVE_EVERY_MS && this.lastActive_ms > 0) return;
    this.lastActive_ms = performance.now();
    this.chat?.active();
    this.desk.tell('active');
  }

  private write(): void {
    if (!this.look.shown) return;
    const place =
      document.querySelector<HTMLElement>('dialog[open] button, textarea') ??
      this.root.querySelector<HTMLElement>('.log, button');
    place?.focus({ preventScroll: true });
  }

  private update(): void {
    if (this.frame) return;
    this.frame = 1;
    // Not an animation frame: those stand still while the frame is not displayed.
    queueMicrotask(() => {
      this.frame = 0;
      this.draw();
      this.markRead();
      this.tellState();
    });
  }

  private get model(): FrameModel {
    return {
      identity: this.look.identity,
      me: this.chat?.snapshot.agentName ?? '',
      chat: this.chat?.snapshot,
      draft: this.startDraft,
      policy: this.policy,
      now: Date.now(),
      ...(this.failure ? { failure: this.failure } : {}),
    };
  }

  private draw(): void {
    const offline = this.chat?.snapshot.connection === 'offline' && this.look.shown;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.update(), offline ? CLOCK_OFFLINE_MS : CLOCK_MS);
    render(h(Frame, { model: this.model, act: this.actions }), this.root);
  }

  /** What is on screen in front of somebody was read. */
  private markRead(): void {
    const { chat } = this;
    if (!chat || !this.look.shown || document.visibilityState !== 'visible' || !this.atEnd) return;
    const { timeline, unread } = chat.snapshot;
    if (unread === 0) return;
    const last = timeline.reduce((seq, item) => Math.max(seq, item.seq), 0);
    if (last > 0) chat.markRead(last);
  }

  private tellState(): void {
    const state = frameState(this.model, this.draft.trim() !== '');
    const text = JSON.stringify(state);
    if (text === this.said) return;
    this.said = text;
    this.desk.tell('state', state);
  }

  private async keepDraft(): Promise<void> {
    clearTimeout(this.drafting);
    await this.desk.call('draftKeep', this.draft.slice(0, MAX_DRAFT_CHARACTERS));
  }

  private readonly actions: FrameActions = {
    send: (text) => {
      // The chat takes the text for this conversation and its present readers at once; nothing that happens later on the
      // desk changes where it goes.
      void this.chat?.send(text).catch(() => this.update());
      this.chat?.setTyping(false);
    },
    retry: (id) => void this.chat?.retry(id).catch(() => undefined),
    takeBack: async (id) => this.chat?.discard(id),
    draft: (text) => {
      this.draft = text;
      this.chat?.setTyping(text.trim() !== '');
      clearTimeout(this.drafting);
      this.drafting = setTimeout(() => void this.keepDraft().catch(() => undefined), DRAFT_AFTER_MS);
      this.tellState();
    },
    noticed: (kind, outcome) => this.chat?.noticed(kind, outcome),
    atEnd: (atEnd) => {
      this.atEnd = atEnd;
      this.markRead();
    },
    close: () => void this.chat?.close('done').catch(() => this.update()),
    reopen: () => this.desk.tell('reopen'),
    comparisonCode: () => (this.chat ? this.chat.comparisonCode() : Promise.reject(new CloisterError('missing_key'))),
    openLink: (url) => this.desk.tell('openLink', url),
  };
}
