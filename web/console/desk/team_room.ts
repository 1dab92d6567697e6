// What the team page knows and does.
import { fromBase64url, toBase64url } from '../../shared/base64url';
import { equal } from '../../shared/bytes';
import { type Person, Role } from '../../shared/gen/wire';
import type { Staff } from '../../shared/staff';
import type { TeamPage } from '../model/desk_model';
import { copyText } from './copy';
import { sentenceOf } from './words';

export class TeamRoom {
  readonly page: TeamPage;

  constructor(
    private readonly staff: Staff,
    private readonly draw: () => void,
  ) {
    this.page = {
      state: 'loading',
      people: [],
      pending: [],
      mayInvite: (staff.roles & Role.admin) !== 0,
      inviting: false,
    };
  }

  /** Who is staff comes from the verified roster; the server only adds names. */
  async load(): Promise<void> {
    try {
      const named = await this.staff.people();
      const view = this.staff.site.roster.now;
      this.page.people = view.people().map((person) => ({
        id: toBase64url(person.id),
        ...this.nameOf(person.id, named),
        roles: person.roles,
        devices: view.devicesOf(person.id).length,
      }));
      this.page.pending = this.openInvitations();
      this.page.state = 'ready';
      delete this.page.error;
    } catch {
      this.page.state = this.page.people.length > 0 ? 'ready' : 'failed';
    }
    this.draw();
  }

  private nameOf(person: Uint8Array, named: Person[]): { name: string; me: boolean } {
    if (equal(person, this.staff.person)) return { name: this.staff.name, me: true };
    return { name: named.find((one) => equal(one.person, person))?.name ?? '?', me: false };
  }

  private openInvitations(): TeamPage['pending'] {
    const { site, api } = this.staff;
    return site.roster.openInvitations
      .filter(({ body }) => body.expires_ms > api.now())
      .map(({ id, body }) => ({ id: toBase64url(id), roles: body.roles, expires_ms: body.expires_ms }));
  }

  withdraw(id: string): void {
    const invite = fromBase64url(id);
    if (invite)
      void this.run(async () => {
        await this.staff.withdraw(invite);
        await this.load();
      });
  }

  invite(roles: number): void {
    this.page.inviting = true;
    void this.run(async () => {
      const { fragment, expiresMs } = await this.staff.invite(roles);
      this.page.invitation = {
        link: `${location.origin}/enrol#${fragment}`,
        roles,
        expires_ms: expiresMs,
        copied: false,
      };
      this.page.pending = this.openInvitations();
    });
  }

  async copyInvitation(): Promise<void> {
    const { invitation } = this.page;
    if (!invitation) return;
    invitation.copied = await copyText(invitation.link);
    this.draw();
  }

  /** The link holds a key; it is gone from here as soon as it was handed on. */
  dropInvitation(): void {
    delete this.page.invitation;
    this.draw();
  }

  remove(id: string): void {
    const person = this.staff.site.roster.now.people().find((one) => toBase64url(one.id) === id);
    if (person)
      void this.run(async () => {
        await this.staff.removePerson(person.id);
        await this.load();
      });
  }

  renewKeys(): void {
    this.page.renewed = false;
    void this.run(async () => {
      await this.staff.renewTeamKeys();
      this.page.renewed = true;
    });
  }

  private async run(action: () => Promise<void>): Promise<void> {
    delete this.page.error;
    this.draw();
    try {
      await action();
    } catch (error) {
      this.page.error = sentenceOf(error);
    }
    this.page.inviting = false;
    this.draw();
  }
}
