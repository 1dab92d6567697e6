// Who can read a conversation: who the acts allow, and who that is in the eyes of the one who looks.
import { compare, equal, toHex } from './bytes';
import { CloisterError } from './errors';
import { type DeviceRecord, type Packet, type Reader, ReaderKind } from './gen/wire';
import { type Roster, type RosterView, SEALED_BYTES, type Team } from './roster';

export type Continuity = 'nobody' | 'supervisors' | 'team';
export const continuities: readonly Continuity[] = ['supervisors', 'nobody', 'team'];

/** What an interface says in words. */
export type ReaderView =
  /** The side that is looking. */
  | { kind: 'you' }
  /** The customer, seen by staff. */
  | { kind: 'customer' }
  /** The assigned agent. `name` comes from their intro, sent encrypted; undefined until then. */
  | { kind: 'person'; person: string; name: string | undefined; you: boolean }
  /** A team by the number of its current members. */
  | { kind: 'team'; team: Team; members: number };

export interface AllowedReader {
  kind: number;
  id: Uint8Array;
  kemKey: Uint8Array;
}

export interface Participants {
  customerDevice: DeviceRecord;
  customerId: Uint8Array;
  /** The assigned person; undefined while waiting. */
  assigned: Uint8Array | undefined;
}

/** Exactly the readers of an epoch (docs/protocol.md section 4), sorted by kind, then id. */
export function allowedReaders(view: RosterView, who: Participants, continuity: Continuity): AllowedReader[] {
  const readers: AllowedReader[] = [
    { kind: ReaderKind.customer_device, id: who.customerId, kemKey: who.customerDevice.kem_key },
  ];
  const addTeam = (team: Team): void => {
    const key = view.teamKey(team);
    if (!key) throw new CloisterError('not_ready');
    readers.push({ kind: ReaderKind.team_key, id: key.id, kemKey: key.body.kem_key });
  };
  if (!who.assigned) {
    addTeam('support');
  } else {
    for (const device of view.devicesOf(who.assigned))
      readers.push({ kind: ReaderKind.staff_device, id: device.id, kemKey: device.record.kem_key });
    if (readers.length === 1) throw new CloisterError('revoked');
    if (continuity === 'supervisors') addTeam('supervisors');
    if (continuity === 'team') addTeam('support');
  }
  return readers.sort((a, b) => a.kind - b.kind || compare(a.id, b.id));
}

const same = (packet: Packet, allowed: AllowedReader[]): boolean => {
  const fits = ({ kind, id, sealed }: Reader, i: number): boolean =>
    kind === allowed[i]?.kind && equal(id, allowed[i].id) && sealed.length === SEALED_BYTES;
  return packet.readers.length === allowed.length && packet.readers.every(fits);
};

/** The team that could read this packet has lost its key since: nobody of it ever will. */
export const isLost = (packet: Packet, view: RosterView): boolean =>
  packet.readers.some(({ kind, id }) => kind === ReaderKind.team_key && view.isClosedForGood(id));

/**
 * The continuity under which these readers are the ones allowed. Throws `wrong_reader` when there is none. Which one is
 * the site's choice and not signed by an act; whoever is meant by it is staff by signed acts, and is shown.
 */
export function checkReaders(packet: Packet, view: RosterView, who: Participants): Continuity {
  const fitting = continuities.find((continuity) => same(packet, allowedReaders(view, who, continuity)));
  if (!fitting) throw new CloisterError('wrong_reader');
  return fitting;
}

/**
 * Readers of `next` who could not read what was sealed to the readers of `before` (none before: everybody but the
 * customer). A team stands for its members, those who join later included, because the newest generation of its key
 * reaches all older ones; a team is nobody new when each of its members could read anyhow.
 */
export function newReaders(before: Packet | undefined, next: Packet, roster: Roster): Reader[] {
  const view = roster.at(next.tree_size);
  const membersOf = (team: Team): string[] => view.members(team).map(({ id }) => toHex(id));
  const known = new Set<string | undefined>();
  for (const reader of before?.readers ?? []) {
    const team = teamOf(reader, roster);
    known.add(team ?? personOf(reader, roster));
    if (team) for (const member of membersOf(team)) known.add(member);
  }
  return next.readers.filter((reader) => {
    if (reader.kind === ReaderKind.customer_device) return false;
    const team = teamOf(reader, roster);
    if (!team) return !known.has(personOf(reader, roster));
    return !known.has(team) && membersOf(team).some((member) => !known.has(member));
  });
}

const teamOf = ({ kind, id }: Reader, roster: Roster): Team | undefined =>
  kind === ReaderKind.team_key ? roster.teamKeyById(id)?.team : undefined;
/** Hex. */
const personOf = ({ kind, id }: Reader, roster: Roster): string | undefined => {
  const owner = kind === ReaderKind.staff_device && roster.devices.get(toHex(id))?.person;
  return owner ? toHex(owner.id) : undefined;
};

/** Readers of an accepted packet for the one who looks. Counts of members are those of now. */
export function readerViews(
  readers: readonly Reader[],
  roster: Roster,
  side: 'customer' | 'staff',
  ownPerson: Uint8Array | undefined,
  agentName: string | undefined,
): ReaderView[] {
  const views: ReaderView[] = [];
  const people = new Set<string>();
  for (const reader of readers) {
    if (reader.kind === ReaderKind.customer_device)
      views.push(side === 'customer' ? { kind: 'you' } : { kind: 'customer' });
    const person = personOf(reader, roster);
    if (person) people.add(person);
  }
  for (const person of people) {
    const you = !!ownPerson && toHex(ownPerson) === person;
    views.push(you ? { kind: 'you' } : { kind: 'person', person, name: agentName, you });
  }
  for (const reader of readers) {
    const team = teamOf(reader, roster);
    if (team) views.push({ kind: 'team', team, members: roster.now.members(team).length });
  }
  return views;
}
