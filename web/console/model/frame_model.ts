// What one conversation's frame shows, as data. The frame's view is a pure function of it.
import type { ChatSnapshot, Violation } from '../../shared/chat';
import { sentences } from '../../shared/gen/sentences';
import type { ErrorName, SensitiveData } from '../../shared/gen/wire';
import type { ReaderView } from '../../shared/readers';
import type { Drafting } from '../../shared/ui/draft_reader';
import type { LogItem } from '../../shared/ui/log';
import { en as words } from '../../shared/ui/messages/en';
import { t } from '../messages';
import type { Identity } from './pseudonym';

export interface FrameModel {
  identity: Identity;
  /** Display name of the agent. */
  me: string;
  /** Undefined until the keys were handed over. */
  chat: ChatSnapshot | undefined;
  /** The conversation could not be opened; one sentence. */
  failure?: string;
  /** What the composer starts with. */
  draft: string;
  /** About drafts, as the site says. */
  policy: SensitiveData | undefined;
  now: number;
}

export interface FrameActions {
  send(text: string): void;
  retry(id: string): void;
  /** Takes what could not be sent off the screen and answers with its text. */
  takeBack(id: string): Promise<string | undefined>;
  draft(text: string): void;
  noticed: Drafting['noticed'];
  /** The newest message is on the screen, or no longer. */
  atEnd(atEnd: boolean): void;
  close(): void;
  /** Opens everything once more, after a failure. */
  reopen(): void;
  comparisonCode(): Promise<string>;
  openLink(url: string): void;
}

export const fatal = (chat: ChatSnapshot): Violation | undefined =>
  chat.violations.find((violation) => violation.fatal);

/** "the customer", "you", "the supervisors (3 people)", in the order of reading. */
export function readerWords(readers: readonly ReaderView[]): string[] {
  return readers.map((reader) => {
    if (reader.kind === 'you') return t.frame.readers.you;
    if (reader.kind === 'customer') return t.frame.readers.customer;
    if (reader.kind === 'team') return t.frame.readers.team(reader.team, reader.members);
    return reader.you ? t.frame.readers.you : (reader.name ?? t.frame.readers.colleague);
  });
}

/** The timeline as rows of the message list. */
export function logItems(model: FrameModel, chat: ChatSnapshot): LogItem[] {
  const out: LogItem[] = [];
  let colleague: string | undefined;
  for (const item of chat.timeline) {
    const base = { id: item.kind === 'message' ? item.id : `e${item.seq}`, at: item.timeMs };
    switch (item.kind) {
      case 'assigned':
        out.push({
          ...base,
          is: 'note',
          text: item.you ? t.frame.youAccepted : t.frame.colleagueAccepted,
          icon: 'lock',
          tone: 'good',
        });
        break;
      case 'named':
        if (!item.you) colleague = item.name;
        break;
      case 'lost':
        out.push({ ...base, is: 'note', text: t.frame.keyLost, icon: 'alert', tone: 'danger' });
        break;
      case 'readers':
        out.push({ ...base, is: 'note', text: t.frame.readersChanged, icon: 'people' });
        break;
      case 'closed':
        out.push({ ...base, is: 'note', text: t.frame.closedBy[item.by] });
        break;
      case 'message':
        if (item.erased) out.push({ ...base, is: 'note', text: t.frame.erased });
        else if (item.problem && item.status === 'received')
          out.push({ ...base, is: 'note', text: t.frame.unreadable, icon: 'alert', tone: 'danger' });
        else
          out.push({
            ...base,
            is: 'message',
            mine: item.side === 'staff',
            author: author(model, item.side, item.mine, colleague),
            text: item.text,
            ...state(item, chat.connection !== 'online' || !chat.canSend),
          });
    }
  }
  return out;
}

/** Why something was not sent, one sentence. */
const reasonOf = (problem: ErrorName | undefined): string =>
  problem ? (t.frame.reasons[problem] ?? sentences[problem]) : '';

function author(model: FrameModel, side: 'customer' | 'staff', mine: boolean, colleague: string | undefined): string {
  if (side === 'customer') return model.identity.name;
  return mine ? model.me : (colleague ?? t.frame.readers.colleague);
}

type MessageState = Pick<Extract<LogItem, { is: 'message' }>, 'state' | 'reason' | 'final'>;

function state({ status, problem, added }: Message, offline: boolean): MessageState {
  if (status === 'received') return {};
  if (status === 'held') return { state: status, reason: words.and(readerWords(added ?? [])) };
  if (status === 'failed' || status === 'not_sent')
    return { state: 'failed', final: status === 'not_sent', reason: reasonOf(problem) };
  if (status === 'sending' && offline) return { state: 'waiting' };
  if (status === 'sending' && problem) return { state: 'postponed', reason: reasonOf(problem) };
  return { state: status };
}

export interface StatusLine {
  text: string;
  tone: 'good' | 'idle' | 'bad';
}

export function statusLine({ chat, failure }: FrameModel): StatusLine {
  const s = t.frame.status;
  if (failure) return { text: s.stopped, tone: 'bad' };
  if (!chat) return { text: s.opening, tone: 'idle' };
  if (chat.connection === 'refused') return { text: s.stopped, tone: 'bad' };
  if (chat.connection === 'ended') return { text: s.ended, tone: 'idle' };
  if (chat.status === 'closed') return { text: s.closed, tone: 'idle' };
  if (chat.connection === 'offline') return { text: s.offline, tone: 'bad' };
  if (chat.connection !== 'online') return { text: s.connecting, tone: 'idle' };
  if (chat.peerTyping) return { text: s.typing, tone: 'good' };
  return chat.peerOnline ? { text: s.here, tone: 'good' } : { text: s.away, tone: 'idle' };
}

/** What the desk may know of a conversation: counts and marks, never words. */
export interface FrameState {
  phase: 'opening' | 'open' | 'offline' | 'closed' | 'violation' | 'ended' | 'failed';
  unread: number;
  /** When the customer began to wait for an answer; 0 when they do not. */
  waitingSinceMs: number;
  typing: boolean;
  draft: boolean;
  unsent: number;
}

export function frameState({ chat, failure }: FrameModel, draft: boolean): FrameState {
  if (!chat)
    return { phase: failure ? 'failed' : 'opening', unread: 0, waitingSinceMs: 0, typing: false, draft, unsent: 0 };
  const messages = chat.timeline.filter((item) => item.kind === 'message');
  const unsent = messages.filter((item) => item.mine && /^(sending|held|failed|not_sent)$/.test(item.status)).length;
  return {
    phase: phase(chat),
    unread: chat.unread,
    waitingSinceMs: chat.status === 'closed' ? 0 : waitingSince(messages),
    typing: chat.peerTyping,
    draft,
    unsent,
  };
}

function phase(chat: ChatSnapshot): FrameState['phase'] {
  if (chat.connection === 'refused') return 'violation';
  if (chat.status === 'closed') return 'closed';
  if (chat.connection === 'ended') return 'ended';
  if (!chat.caughtUp && chat.timeline.length === 0) return 'opening';
  return chat.connection === 'online' ? 'open' : 'offline';
}

type Message = Extract<ChatSnapshot['timeline'][number], { kind: 'message' }>;

/** The first message of the customer after the last one of the staff. */
function waitingSince(messages: readonly Message[]): number {
  let since = 0;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index];
    if (!message || message.side === 'staff') break;
    since = message.timeMs;
  }
  return since;
}
