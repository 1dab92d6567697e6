// The log and what is on its way, as one list. The same object stands for the same content, so that lists need not be
// drawn anew.
import type { ChatMessage, MessageStatus, TimelineItem } from './chat';
import type { ConversationLog, Side } from './conversation';
import type { ReaderView } from './readers';
import type { Outgoing } from './sending';

export class Timeline {
  private before = new Map<string, ChatMessage>();

  constructor(
    private readonly log: ConversationLog,
    private readonly side: Side,
  ) {}

  /** `added`: who has come since a held message was meant for those before. */
  items(outgoing: readonly Outgoing[], added: (message: Outgoing) => readonly ReaderView[]): TimelineItem[] {
    const { log, side } = this;
    const shown = new Map<string, ChatMessage>();
    const keep = (message: ChatMessage): ChatMessage => {
      const before = this.before.get(message.id);
      const kept = before && same(before, message) ? before : message;
      shown.set(kept.id, kept);
      return kept;
    };
    const items = log.items.map((item): TimelineItem => {
      if (item.kind !== 'message') return item;
      const { sender: _, ...message } = item;
      return keep({ ...message, status: item.mine ? this.statusAt(item.seq) : 'received' });
    });
    const epoch = log.epoch?.packet.epoch ?? 0;
    for (const message of outgoing) {
      const { id, text, timeMs, acked, problem, state } = message;
      if (message.intro) continue;
      const status = acked > 0 ? 'sent' : state;
      const own = { kind: 'message', mine: true, side, erased: false } as const;
      const one: ChatMessage = { ...own, id, seq: acked, text, timeMs, status, epoch, problem };
      // Names come late, so that one is always drawn anew.
      items.push(status === 'held' ? { ...one, added: added(message) } : keep(one));
    }
    this.before = shown;
    return items;
  }

  private statusAt(seq: number): MessageStatus {
    const { delivered, read } = this.log.marks.peer;
    return seq <= read ? 'read' : seq <= delivered ? 'delivered' : 'sent';
  }
}

const same = (a: ChatMessage, b: ChatMessage): boolean =>
  a.status === b.status && a.seq === b.seq && a.problem === b.problem && a.timeMs === b.timeMs;
