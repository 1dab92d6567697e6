// What the widget shows, as data: views are functions of it, and the gallery draws them from samples.
import type { ChatSnapshot } from '../shared/chat';
import type { ErrorName, SensitiveData } from '../shared/gen/wire';
import type { ReaderView } from '../shared/readers';
import type { Drafting } from '../shared/ui/draft_reader';
import type { LogItem } from '../shared/ui/log';
import { en as words } from '../shared/ui/messages/en';
import { en as t } from './messages/en';

export type StopReason = keyof typeof t.stopped;

export type Stage =
  | { is: 'starting' }
  /** Something that confidential chat needs is missing; there is no weaker mode. */
  | { is: 'unsupported'; missing: readonly string[] }
  | { is: 'stopped'; why: StopReason; code: string }
  /** No conversation yet. */
  | { is: 'welcome'; first?: FirstMessages }
  | { is: 'chat'; chat: ChatSnapshot };

/** What was written while there is no conversation yet, on its way into one. */
export interface FirstMessages {
  texts: readonly string[];
  failed: boolean;
  reason: string;
}

export interface WidgetModel {
  stage: Stage;
  /** In the frame of a page; false in a window of its own. */
  embedded: boolean;
  /** False: keys are in memory only. */
  persistent: boolean;
  /** There are keys of a conversation that can be deleted. */
  kept: boolean;
  /** An agent is available, as far as known. */
  available: boolean;
  /** Members of the support team, when known. */
  teamSize: number | undefined;
  /** About drafts, as the site says. */
  policy: SensitiveData | undefined;
  sound: boolean;
  /** Date.now() scale. */
  now: number;
}

export interface WidgetActions {
  send(text: string): void;
  retry(id: string): void;
  /** Takes what could not be sent back; the text goes into the composer. */
  takeBack(id: string): Promise<string | undefined>;
  draft(text: string): void;
  noticed: Drafting['noticed'];
  /** The newest message is on the screen, or no longer. */
  atEnd(atEnd: boolean): void;
  stillHere(): void;
  takeOver(): void;
  endChat(): void;
  /** Ends the conversation, and deletes everything from this browser. */
  erase(): void;
  startNew(): void;
  /** Opens everything again, after a failure or the end of a session. */
  reopen(): void;
  comparisonCode(): Promise<string>;
  setSound(on: boolean): void;
  openWindow(): void;
  minimise(): void;
}

/** Who will be able to read before there is a conversation. */
export function readersOf(model: WidgetModel): readonly ReaderView[] {
  if (model.stage.is === 'chat') return model.stage.chat.readers;
  return [{ kind: 'you' }, { kind: 'team', team: 'support', members: model.teamSize ?? 0 }];
}

/** "you", "Anna", "the supervisors (3 people)", in the order of reading. */
export function readerWords(readers: readonly ReaderView[]): string[] {
  return readers.map((reader) => {
    if (reader.kind === 'person') return reader.name ?? t.someoneMid;
    if (reader.kind === 'team') {
      return reader.members ? t.teamSized(t.team[reader.team], reader.members) : t.team[reader.team];
    }
    return t.you;
  });
}

/** Why something was not sent, one sentence. */
export const reasonOf = (problem: ErrorName | undefined): string => (problem && t.reasons[problem]) ?? t.otherReason;

/** Not a failure but an attack, or what looks like one. */
export const isGrave = (why: StopReason): boolean => why === 'wrong_root' || why === 'untrusted';

export const fatal = (chat: ChatSnapshot) => chat.violations.find((violation) => violation.fatal);

/** The timeline as rows of the message list. */
export function logItems(chat: ChatSnapshot): LogItem[] {
  const out: LogItem[] = [];
  let name: string | undefined;
  const { timeline } = chat;
  timeline.forEach((item, index) => {
    const base = { id: item.kind === 'message' ? item.id : `e${item.seq}`, at: item.timeMs };
    switch (item.kind) {
      case 'assigned':
        name = nameAfter(timeline, index);
        out.push({ ...base, is: 'note', text: t.joined(name ?? t.someone), icon: 'lock', tone: 'good' });
        break;
      case 'named':
        name = item.name;
        break;
      case 'lost':
        out.push({ ...base, is: 'note', text: t.keyLost, icon: 'alert', tone: 'danger' });
        break;
      case 'readers':
        out.push({ ...base, is: 'note', text: t.readersChanged, icon: 'people' });
        break;
      case 'closed': {
        const by = { customer: t.closedByYou, staff: t.closedByThem(name ?? t.someone), server: t.closedByServer };
        out.push({ ...base, is: 'note', text: by[item.by] });
        break;
      }
      case 'message':
        if (item.erased) out.push({ ...base, is: 'note', text: t.erased });
        else if (item.problem && item.status === 'received') {
          out.push({ ...base, is: 'note', text: t.unreadable, icon: 'alert', tone: 'danger' });
        } else {
          out.push({
            ...base,
            is: 'message',
            mine: item.mine,
            author: item.mine ? t.youFull : (name ?? t.someone),
            anonymous: !item.mine && !name,
            text: item.text,
            ...state(item, chat.connection !== 'online' || !chat.canSend),
          });
        }
    }
  });
  return out;
}

type Message = Extract<ChatSnapshot['timeline'][number], { kind: 'message' }>;

function state({ status, problem, added }: Message, offline: boolean) {
  if (status === 'received') return {};
  if (status === 'held') return { state: status, reason: words.and(readerWords(added ?? [])) };
  if (status === 'failed' || status === 'not_sent') {
    return { state: 'failed' as const, final: status === 'not_sent', reason: reasonOf(problem) };
  }
  if (status === 'sending' && offline) return { state: 'waiting' as const };
  if (status === 'sending' && problem) return { state: 'postponed' as const, reason: reasonOf(problem) };
  return { state: status };
}

/** An agent's name arrives as their first message, after the assignment that it belongs to. */
function nameAfter(timeline: ChatSnapshot['timeline'], index: number): string | undefined {
  for (const item of timeline.slice(index + 1)) {
    if (item.kind === 'assigned') return undefined;
    if (item.kind === 'named') return item.name;
  }
  return undefined;
}

export interface StatusLine {
  text: string;
  tone: 'good' | 'idle' | 'bad';
}

/** The line under the title. */
export function statusLine(model: WidgetModel): StatusLine {
  const { stage } = model;
  if (stage.is === 'starting') return { text: t.connecting, tone: 'idle' };
  if (stage.is === 'welcome') return model.available ? { text: t.here, tone: 'good' } : { text: t.away, tone: 'idle' };
  if (stage.is === 'unsupported') return { text: t.notHere, tone: 'idle' };
  if (stage.is === 'stopped')
    return isGrave(stage.why) ? { text: t.halted, tone: 'bad' } : { text: t.notNow, tone: 'idle' };
  const { chat } = stage;
  const who = chat.agentName ?? t.someone;
  if (chat.connection === 'refused') return { text: t.halted, tone: 'bad' };
  if (chat.connection === 'ended') return { text: t.ended, tone: 'idle' };
  if (chat.status === 'closed') return { text: t.closed, tone: 'idle' };
  if (chat.connection === 'offline') return { text: t.noConnection, tone: 'bad' };
  if (chat.connection === 'connecting') return { text: t.connecting, tone: 'idle' };
  if (chat.connection === 'follower') return { text: t.elsewhere, tone: 'idle' };
  // While nobody has accepted, the other side is whoever takes conversations.
  if (chat.status === 'waiting') return { text: chat.peerOnline ? t.waiting : t.away, tone: 'idle' };
  return chat.peerOnline ? { text: t.withYou(who), tone: 'good' } : { text: t.steppedAway(who), tone: 'idle' };
}
