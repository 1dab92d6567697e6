// What this console has refused or seen, newest last, and how many of it have been looked at.
import type { DeskModel, NoticeKind } from '../model/desk_model';

const MAX_NOTICES = 200;
/** Of one kind in one conversation: a room that is refused again and again must not push out what others did. */
const MAX_ALIKE = 5;

export class NoticeList {
  all: DeskModel['notices'] = [];
  seen = 0;

  /** `seen`: it is looked at, or needs no look. */
  add(kind: NoticeKind, sentence: string, conversation: string | undefined, seen: boolean): void {
    const alike = this.all.filter((notice) => notice.kind === kind && notice.conversation === conversation);
    const last = alike.at(-1);
    if (conversation && last && alike.length >= MAX_ALIKE) {
      const counted = { ...last, more: (last.more ?? 0) + 1 };
      this.all = this.all.map((notice) => (notice === last ? counted : notice));
      return;
    }
    const id = (this.all.at(-1)?.id ?? 0) + 1;
    const notice = { id, kind, time_ms: Date.now(), sentence, ...(conversation ? { conversation } : {}) };
    this.all = [...this.all, notice].slice(-MAX_NOTICES);
    if (seen) this.seen += 1;
  }

  allSeen(): void {
    this.seen = this.all.length;
  }
}
