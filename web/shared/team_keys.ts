// Team keys: shares for each member device, the chain to older generations, and new generations (docs/protocol.md
// section 3).
import { type Bytes, equal, toHex } from './bytes';
import { concat, encode, integer, label } from './codec';
import { hpkeOpen, hpkeSeal } from './crypto/hpke';
import { exportKemScalar, generateKemKeys, importKemKeys, publicKemKey } from './crypto/p256';
import type { Device, TeamKeys } from './device';
import { CloisterError } from './errors';
import { ActKind, type SealedShare, SUITE_P256_AES256GCM, TeamKeyBody } from './gen/wire';
import type { Roster, Team, TeamKey } from './roster';

const none = new Uint8Array();

const teamInfo = (name: string, site: Uint8Array, team: Uint8Array, generation: number): Bytes =>
  concat(label(name), integer(SUITE_P256_AES256GCM, 2), site, team, integer(generation, 4));
export const shareInfo = (site: Uint8Array, team: Uint8Array, generation: number, device: Uint8Array): Bytes =>
  concat(teamInfo('team-share', site, team, generation), device);
export const previousInfo = (site: Uint8Array, team: Uint8Array, generation: number): Bytes =>
  teamInfo('team-previous', site, team, generation);

export interface Member {
  id: Uint8Array;
  kemKey: Uint8Array;
}
export interface NewGeneration {
  site: Uint8Array;
  team: Uint8Array;
  generation: number;
  /** Sorted by device id. */
  members: Member[];
  /** Private half of the generation before, and wiped here; undefined for generation 1. */
  previous: Bytes | undefined;
  /** For shared vectors only. */
  fixed?: { keys: CryptoKeyPair; ephemeral: CryptoKeyPair[] };
}

/** What an act is to say. */
export interface NewBody {
  kind: number;
  body: Bytes;
}

/** Body of the act that makes a new generation. */
export async function makeTeamKey(input: NewGeneration): Promise<Bytes> {
  const { site, team, generation, fixed } = input;
  const keys = fixed?.keys ?? (await generateKemKeys(true));
  const kemKey = await publicKemKey(keys);
  const scalar = await exportKemScalar(keys.privateKey);
  const shares: SealedShare[] = [];
  for (const [i, member] of input.members.entries()) {
    const sealed = await hpkeSeal(
      member.kemKey,
      shareInfo(site, team, generation, member.id),
      none,
      scalar,
      fixed?.ephemeral[i],
    );
    shares.push({ device: member.id, sealed });
  }
  const previous = input.previous
    ? await hpkeSeal(
        kemKey,
        previousInfo(site, team, generation),
        none,
        input.previous,
        fixed?.ephemeral[shares.length],
      )
    : none;
  scalar.fill(0);
  input.previous?.fill(0);
  return encode(TeamKeyBody, { team, generation, kem_key: kemKey, previous, shares });
}

/** Opens shares with a device, and walks back to older generations. */
export class DeviceTeamKeys implements TeamKeys {
  /** By the hash of the act, hex. */
  private readonly opened = new Map<string, CryptoKeyPair>();
  private readonly spoilt = new Set<string>();

  constructor(
    private readonly device: Device,
    private readonly roster: () => Roster,
    /** Told once of each generation whose maker sealed to this device what is not its private half. */
    private readonly onSpoilt: (team: Team) => void = () => undefined,
  ) {}

  async get(id: Uint8Array): Promise<CryptoKeyPair | undefined> {
    const known = this.opened.get(toHex(id));
    if (known) return known;
    const found = this.roster().teamKeyById(id);
    if (!found) return undefined;
    // The nearest generation that has a share for this device, or was opened before; then back, one by one.
    const generations = this.roster().teamKeys[found.team];
    const goal = found.key.body.generation - 1;
    for (let i = goal; i < generations.length; i++) {
      const keys = await this.walkBack(generations, i, goal);
      if (keys) return keys;
    }
    return undefined;
  }

  /** Body of a new generation when the devices of the team are not those that hold shares, and this device can make it. */
  async renew(team: Team): Promise<NewBody | undefined> {
    const view = this.roster().now;
    const shares = view.teamKey(team)?.body.shares ?? [];
    const devices = view.teamDevices(team);
    const fits =
      shares.length === devices.length && shares.every(({ device }, i) => equal(device, devices[i]?.id ?? none));
    return fits ? undefined : this.next(team);
  }

  /** Body of the next generation, whether or not it is due; undefined when this device cannot make it. */
  async next(team: Team): Promise<NewBody | undefined> {
    const roster = this.roster();
    const view = roster.now;
    const latest = view.teamKey(team);
    const devices = view.teamDevices(team);
    if (!latest || !devices.some((device) => equal(device.id, this.device.id))) return undefined;
    const lost = view.teamKeyLost(team);
    // Only what was found to be the private half of the latest is handed on.
    if (!lost && !(await this.get(latest.id))) return undefined;
    const previous = lost ? undefined : await this.share(latest);
    if (!previous && !lost) return undefined;
    const members = devices.map((device) => ({ id: device.id, kemKey: device.record.kem_key }));
    const generation = latest.body.generation + 1;
    const input = { site: roster.pin.site, team: latest.body.team, generation, members, previous };
    return { kind: ActKind.team_key, body: await makeTeamKey(input) };
  }

  forget(): void {
    this.opened.clear();
  }

  /** From one generation that this device can open back to an older one. */
  private async walkBack(
    generations: readonly TeamKey[],
    from: number,
    to: number,
  ): Promise<CryptoKeyPair | undefined> {
    let key = generations[from] as TeamKey;
    let keys = this.opened.get(toHex(key.id)) ?? (await this.open(key, () => this.share(key)));
    for (let i = from - 1; keys && i >= to; i--) {
      const [newer, by] = [key.body, keys];
      // The one before was lost; this one stands by itself.
      if (newer.previous.length === 0) return undefined;
      const info = previousInfo(this.roster().pin.site, newer.team, newer.generation);
      key = generations[i] as TeamKey;
      keys = await this.open(key, () => hpkeOpen(by, info, none, newer.previous));
    }
    return keys;
  }

  /** The scalar of a generation that has a share for this device. */
  private async share({ body: { team, generation, shares } }: TeamKey): Promise<Bytes | undefined> {
    const own = shares.find((share) => equal(share.device, this.device.id));
    const info = shareInfo(this.roster().pin.site, team, generation, this.device.id);
    return own && hpkeOpen(this.device.keys.kem, info, none, own.sealed);
  }

  /** Undefined when there is nothing to open, or what was sealed is not the private half of what was published. */
  private async open(key: TeamKey, unseal: () => Promise<Bytes | undefined>): Promise<CryptoKeyPair | undefined> {
    try {
      const scalar = await unseal();
      if (!scalar) return undefined;
      const keys = await importKemKeys(scalar, key.body.kem_key);
      scalar.fill(0);
      await checkPair(keys, key.body.kem_key);
      this.opened.set(toHex(key.id), keys);
      return keys;
    } catch (error) {
      if (!(error instanceof CloisterError)) throw error;
      this.isSpoilt(key);
      return undefined;
    }
  }

  private isSpoilt(key: TeamKey): void {
    const id = toHex(key.id);
    const team = this.roster().teamKeyById(key.id)?.team;
    if (this.spoilt.has(id) || !team) return;
    this.spoilt.add(id);
    this.onSpoilt(team);
  }
}

/** Not every engine looks whether the halves of a key belong together. Throws `decryption_failed`. */
async function checkPair(keys: CryptoKeyPair, point: Uint8Array): Promise<void> {
  await hpkeOpen(keys, none, none, await hpkeSeal(point, none, none, none));
}
