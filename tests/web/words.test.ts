// Every error of the wire has words wherever people may meet it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceOf } from '../../web/console/desk/words';
import { logItems as consoleItems, type FrameModel } from '../../web/console/model/frame_model';
import { Identities } from '../../web/console/model/pseudonym';
import type { ChatSnapshot, MessageStatus } from '../../web/shared/chat';
import { CloisterError } from '../../web/shared/errors';
import { type ErrorName, errorNames as names } from '../../web/shared/gen/wire';
import type { LogItem } from '../../web/shared/ui/log';
import { logItems as widgetItems } from '../../web/widget/model';

/** A chat with one message that has this problem. */
function chat(side: 'customer' | 'staff', status: MessageStatus, problem: ErrorName): ChatSnapshot {
  const message = { id: 'a', seq: 0, mine: true, side, text: 'Hello', timeMs: 1, epoch: 0, erased: false };
  const timeline = [{ kind: 'message' as const, ...message, status, problem }];
  return { side, timeline, connection: 'online', canSend: true, readers: [] } as unknown as ChatSnapshot;
}
const inConsole = (snapshot: ChatSnapshot): LogItem[] =>
  consoleItems({ identity: new Identities().of('a'), me: 'Anna' } as FrameModel, snapshot);

test('a message that is not sent says why, on both sides and for every error', () => {
  for (const problem of names) {
    for (const status of ['sending', 'failed', 'not_sent'] as const) {
      for (const [item] of [widgetItems(chat('customer', status, problem)), inConsole(chat('staff', status, problem))])
        assert.match((item as { reason?: string }).reason ?? '', /^[A-Z].*\.$/, `${problem}, ${status}`);
    }
  }
});

test('a door says why it stays shut, for every error', () => {
  for (const name of names) assert.match(sentenceOf(new CloisterError(name)), /^[A-Z].*\.$/, name);
});

test('an agent is told what became of them and of the staff, not what to do about the protocol', () => {
  for (const problem of ['revoked', 'stale_roster'] as const) {
    const [item] = inConsole(chat('staff', 'sending', problem));
    assert.match((item as { reason: string }).reason, /staff/);
    assert.doesNotMatch((item as { reason: string }).reason, /please/i);
  }
});
