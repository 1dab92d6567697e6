// The log and what is on its way, as one list. The same object stands for the same content, so that lists need not be
// drawn anew.
import type { ChatMessage, MessageStatus, TimelineItem } from './chat';
import type { ConversationLog, Side } from './conversation';
import type { Outgoing } from './sending';

export class Timeline {
  private before = new Map<string, ChatMessage>();

  constructor(
    private readonly log: ConversationLog,
    private readonly side: Side,
  ) {}

  items(outgoing: readonly Outgoing[]): TimelineItem[] {
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
    for (const { id, text, timeMs, intro, acked, problem, state } of outgoing) {
      if (intro) continue;
      const status = acked > 0 ? 'sent' : state;
      const own = { kind: 'message', mine: true, side, erased: false } as const;
      items.push(keep({ ...own, id, seq: acked, text, timeMs, status, epoch, problem }));
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
