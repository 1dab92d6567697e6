// Reading a waiting conversation, and accepting it: assign and packet, both or none.
import { equal } from './bytes';
import { decode } from './codec';
import { ConversationLog } from './conversation';
import { sha256 } from './crypto/sha256';
import { CloisterError } from './errors';
import {
  type Accept,
  Act,
  Assign,
  ConversationGenesis,
  conversation_accept,
  conversation_entries,
  Entry,
  EntryKind,
  SUITE_P256_AES256GCM,
} from './gen/wire';
import { deviceId, signed, transcriptNext, verifySigned } from './names';
import { isLost } from './readers';
import { putOnRecord } from './report';
import type { Roster } from './roster';
import { type Api, ConnectionError } from './session';
import type { Staff } from './staff';

const ATTEMPTS = 4;
/** The answer may be what was lost: the same bytes are taken again. */
const SENDINGS = 3;
const MAX_PAGES = 1000;
/** Clocks of staff and customers both follow the server's; what is further apart was not an accident. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** The customer's device as the signed genesis entry names it. */
export async function verifiedGenesis(
  staff: Staff,
  conversation: Uint8Array,
): Promise<{ record: ConversationGenesis['device']; id: Uint8Array; createdMs: number }> {
  const { entries } = await staff.api.call(conversation_entries, {}, { conversation, query: { after: 0 } });
  const first = entries[0] && decode(Entry, entries[0]);
  if (first?.seq !== 1 || first.kind !== EntryKind.genesis) throw new CloisterError('bad_transcript');
  const genesis = decode(ConversationGenesis, first.body);
  if (!equal(genesis.site, staff.site.pin.site)) throw new CloisterError('wrong_site');
  if (!equal(genesis.conversation, conversation)) throw new CloisterError('wrong_conversation');
  if (!equal(genesis.root, staff.site.pin.root)) throw new CloisterError('wrong_root');
  await verifySigned(ConversationGenesis, genesis.device.sign_key, genesis);
  return { record: genesis.device, id: await deviceId(genesis.device), createdMs: genesis.created_ms };
}

/** Takes what is new into `log`. */
async function catchUp(staff: Staff, conversation: Uint8Array, log: ConversationLog): Promise<void> {
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { entries, last_seq } = await staff.api.call(
      conversation_entries,
      {},
      { conversation, query: { after: log.seq } },
    );
    for (const entry of entries) await log.take(decode(Entry, entry));
    if (log.refused) throw new CloisterError(log.refused.code);
    if (log.seq >= last_seq || entries.length === 0) return;
  }
}

/**
 * Refuses a conversation whose customer was shown a key log without what had been in it for long, such as that somebody
 * has left, who could then read what waits.
 */
function refuseOldKeyLog(log: ConversationLog, roster: Roster, createdMs: number): void {
  const [first] = log.epochs.values();
  // Acts are in order of time: the first that was not shown is the oldest.
  const hidden = first && roster.acts[first.packet.tree_size];
  if (!hidden || decode(Act, hidden).time_ms >= createdMs - CLOCK_SLACK_MS) return;
  log.violate('stale_roster', 2);
  throw new CloisterError('stale_roster');
}

/** The verified log of a waiting conversation. Throws the code of a violation, which is put on record. */
export async function previewConversation(staff: Staff, conversation: Uint8Array): Promise<ConversationLog> {
  const { api, site, person } = staff;
  const customer = await verifiedGenesis(staff, conversation);
  const keyholder = staff.keyholder(conversation, customer, undefined);
  const log = new ConversationLog({
    site: site.pin.site,
    root: site.pin.root,
    conversation,
    own: { side: 'staff', person },
    rosterUpTo: (size) => site.upTo(size),
    openPacket: (packet) => keyholder.openPacket(packet),
    onViolation: ({ code, seq }) => putOnRecord(api, code, conversation, seq),
  });
  await catchUp(staff, conversation, log);
  refuseOldKeyLog(log, site.roster, customer.createdMs);
  return log;
}

async function sendAcceptance(api: Api, acceptance: Accept, conversation: Uint8Array): Promise<void> {
  for (let sending = 1; ; sending++) {
    try {
      await api.call(conversation_accept, acceptance, { conversation });
      return;
    } catch (error) {
      if (!(error instanceof ConnectionError) || sending === SENDINGS) throw error;
    }
  }
}

/** Throws `already_assigned`, `conversation_closed`, `missing_key`, `not_found`, or the code of a violation. */
export async function acceptConversation(staff: Staff, conversation: Uint8Array): Promise<void> {
  const { api, site, person, device } = staff;
  await site.refresh();
  const log = await previewConversation(staff, conversation);
  for (let attempt = 1; ; attempt++) {
    const { head, epoch, customer } = log;
    if (!head || !epoch || !customer) throw new CloisterError('bad_transcript');
    if (log.status !== 'waiting')
      throw new CloisterError(log.status === 'closed' ? 'conversation_closed' : 'already_assigned');
    // Whoever has just joined waits for the team's keys: what the customer has written would stay closed to them. If it
    // is closed to everybody for good, the customer is told so and writes again.
    if (!epoch.key && !isLost(epoch.packet, site.roster.now)) throw new CloisterError('missing_key');
    const assign = await signed(Assign, device.keys.sign.privateKey, {
      suite: SUITE_P256_AES256GCM,
      site: site.pin.site,
      conversation,
      person,
      device: device.id,
      head,
      time_ms: Math.round(api.now()),
    });
    const afterAssign = await transcriptNext(head, log.seq + 1, EntryKind.assign, await sha256(assign));
    const keyholder = staff.keyholder(conversation, customer, person);
    const { packet } = await keyholder.makePacket({
      epoch: epoch.packet.epoch + 1,
      prev: epoch.hash,
      head: afterAssign,
    });
    try {
      return await sendAcceptance(api, { assign, packet }, conversation);
    } catch (error) {
      const moved =
        error instanceof CloisterError && ['stale_head', 'stale_roster', 'stale_epoch'].includes(error.code);
      if (!moved || attempt === ATTEMPTS) throw error;
      await site.refresh();
      await catchUp(staff, conversation, log);
    }
  }
}
