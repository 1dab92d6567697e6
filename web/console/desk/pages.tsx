// The pages beside the conversations: team, security notices, settings.
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Role } from '../../shared/gen/wire';
import { clockTime, dayAndTime } from '../../shared/ui/time';
import { t } from '../messages';
import type { DeskActions, DeskModel, EmbedLine, Theme } from '../model/desk_model';
import { Icon } from '../ui/icons';
import { Figures } from './figures';

interface Props {
  model: DeskModel;
  act: DeskActions;
}

export function Page({ model, act }: Props): JSX.Element | null {
  switch (model.pane) {
    case 'team':
      return <Team model={model} act={act} />;
    case 'notices':
      return <Notices model={model} act={act} />;
    case 'settings':
      return <SettingsPage model={model} act={act} />;
    default:
      return null;
  }
}

function Sheet(props: { title: string; lead?: string; children: ComponentChildren }): JSX.Element {
  return (
    // A scrolling region must be reachable by keyboard, also when there is nothing to press in it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="page" aria-labelledby="page-title" tabIndex={0}>
      <div class="page-inner">
        <h1 id="page-title">{props.title}</h1>
        {props.lead && <p class="page-lead">{props.lead}</p>}
        {props.children}
      </div>
    </section>
  );
}

const roleList = [
  { bit: Role.agent, name: t.team.agent, what: t.team.agentWhat },
  { bit: Role.supervisor, name: t.team.supervisor, what: t.team.supervisorWhat },
  { bit: Role.admin, name: t.team.admin, what: t.team.adminWhat },
];

export function Roles({ roles }: { roles: number }): JSX.Element {
  return (
    <span class="roles">
      {roleList
        .filter((role) => (roles & role.bit) !== 0)
        .map((role) => (
          <span key={role.bit} class="role">
            {role.name}
          </span>
        ))}
    </span>
  );
}

function Team({ model, act }: Props): JSX.Element {
  const { team } = model;
  return (
    <Sheet title={t.team.title} lead={t.team.lead}>
      {team.error && (
        <p class="form-error" role="alert">
          {team.error}
        </p>
      )}
      {team.state === 'loading' && <p class="muted">{t.team.loading}</p>}
      {team.state === 'failed' && (
        <p>
          {t.team.failed}{' '}
          <button type="button" class="btn quiet small" onClick={() => act.reloadTeam()}>
            {t.team.retry}
          </button>
        </p>
      )}
      {team.people.length > 0 && (
        <table class="people">
          <thead>
            <tr>
              <th scope="col">{t.team.person}</th>
              <th scope="col">{t.team.roles}</th>
              <th scope="col">{t.team.devices}</th>
              {team.mayInvite && (
                <th scope="col">
                  <span class="vh">{t.team.remove}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {team.people.map((person) => (
              <tr key={person.id}>
                <th scope="row">
                  {person.name} {person.me && <span class="muted">({t.team.you})</span>}
                </th>
                <td>
                  <Roles roles={person.roles} />
                </td>
                <td class="muted devices">{t.team.deviceCount(person.devices)}</td>
                {team.mayInvite && (
                  <td class="people-end">
                    {!person.me && <RemoveButton name={person.name} onRemove={() => act.removePerson(person.id)} />}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {team.pending.length > 0 && <OpenInvitations model={model} act={act} />}
      {team.mayInvite ? <Invite model={model} act={act} /> : <p class="muted">{t.team.onlyAdmins}</p>}
      {team.state === 'ready' && <TeamKeys model={model} act={act} />}
    </Sheet>
  );
}

function TeamKeys({ model, act }: Props): JSX.Element {
  return (
    <section class="card" aria-labelledby="keys-title">
      <h2 id="keys-title">{t.team.keys}</h2>
      <p class="muted">{t.team.keysHint}</p>
      <button type="button" class="btn quiet" onClick={() => act.renewTeamKeys()}>
        {t.team.renewKeys}
      </button>
      <p role="status">{model.team.renewed && t.team.keysRenewed}</p>
    </section>
  );
}

function OpenInvitations({ model, act }: Props): JSX.Element {
  const { pending, mayInvite } = model.team;
  return (
    <section class="card" aria-labelledby="open-title">
      <h2 id="open-title">{t.team.open}</h2>
      <ul class="open-invitations">
        {pending.map((invitation) => {
          const until = t.team.expires(dayAndTime(invitation.expires_ms));
          return (
            <li key={invitation.id}>
              <Roles roles={invitation.roles} /> <span class="muted">{until}</span>
              {mayInvite && (
                <button
                  type="button"
                  class="btn plain small"
                  aria-label={t.team.withdrawLabel(until)}
                  onClick={() => act.withdraw(invitation.id)}
                >
                  {t.team.withdraw}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <p class="hint">{t.team.openHint}</p>
    </section>
  );
}

function RemoveButton({ name, onRemove }: { name: string; onRemove(): void }): JSX.Element {
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <button
        type="button"
        class="btn plain small"
        aria-label={t.team.removeLabel(name)}
        onClick={() => setAsking(true)}
      >
        {t.team.remove}
      </button>
    );
  return (
    <span class="confirm" role="alert">
      <span>{t.team.removeConfirm(name)}</span>
      <span class="confirm-buttons">
        <button type="button" class="btn quiet small" onClick={() => setAsking(false)}>
          {t.dialog.cancel}
        </button>
        <button
          type="button"
          class="btn danger small"
          onClick={() => {
            setAsking(false);
            onRemove();
          }}
        >
          {t.team.remove}
        </button>
      </span>
    </span>
  );
}

function Invite({ model, act }: Props): JSX.Element {
  const [roles, setRoles] = useState<number>(Role.agent);
  const { inviting, invitation } = model.team;
  if (invitation) {
    return (
      <section class="card" aria-labelledby="invitation-title">
        <h2 id="invitation-title">{t.team.linkTitle}</h2>
        <Secret
          label={t.team.linkTitle}
          value={invitation.link}
          copied={invitation.copied}
          copyText={t.team.copy}
          onCopy={() => act.copyInvitation()}
        />
        <p class="muted">
          <Roles roles={invitation.roles} /> {t.team.expires(dayAndTime(invitation.expires_ms))}{' '}
          <strong>{t.team.linkOnce}</strong>
        </p>
        <button type="button" class="btn quiet" onClick={() => act.dropInvitation()}>
          {t.team.done}
        </button>
      </section>
    );
  }
  return (
    <section class="card" aria-labelledby="invite-title">
      <h2 id="invite-title">{t.team.invite}</h2>
      <p class="muted">{t.team.inviteLead}</p>
      <fieldset class="choices">
        <legend class="vh">{t.team.roles}</legend>
        {roleList.map((role) => (
          <label key={role.bit} class="choice">
            <input
              type="checkbox"
              checked={(roles & role.bit) !== 0}
              onChange={() => setRoles((before) => before ^ role.bit)}
            />
            <span>
              <span class="choice-name">{role.name}</span>
              <span class="hint">{role.what}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        class="btn primary"
        disabled={inviting || roles === 0 || model.connection !== 'online'}
        onClick={() => act.invite(roles)}
      >
        <Icon name="plus" />
        {inviting ? t.team.making : t.team.makeLink}
      </button>
      {roles === 0 && <p class="hint">{t.team.chooseRole}</p>}
    </section>
  );
}

/** A long text to be copied whole. */
export function Secret(props: {
  label: string;
  value: string;
  copied: boolean;
  copyText: string;
  onCopy(): void;
  rows?: number;
}): JSX.Element {
  return (
    <div class="secret">
      <textarea
        class="secret-text"
        aria-label={props.label}
        readOnly
        rows={props.rows ?? 3}
        dir="ltr"
        spellcheck={false}
        value={props.value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="btn quiet" onClick={props.onCopy}>
        <Icon name={props.copied ? 'check' : 'copy'} />
        {props.copied ? t.team.copied : props.copyText}
      </button>
      <span class="vh" role="status">
        {props.copied ? t.team.copied : ''}
      </span>
    </div>
  );
}

export function Embed({ embed, onCopy }: { embed: EmbedLine; onCopy(): void }): JSX.Element {
  return (
    <div class="embed">
      <p class="muted">{t.embed.text}</p>
      <Secret
        label={t.embed.line}
        value={embed.line}
        copied={embed.copied}
        copyText={t.embed.copy}
        onCopy={onCopy}
        rows={6}
      />
      <p class="fingerprint">
        <span class="hint">{t.embed.fingerprint}</span>
        <code dir="ltr">{embed.fingerprint}</code>
      </p>
    </div>
  );
}

function Notices({ model }: Props): JSX.Element {
  if (model.notices.length === 0) {
    return (
      <Sheet title={t.notices.title} lead={t.notices.lead}>
        <div class="all-good">
          <Icon name="shield" size={28} />
          <p>
            <strong>{t.notices.none}</strong> {t.notices.noneText}
          </p>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet title={t.notices.title} lead={t.notices.lead}>
      <p class="muted">{t.notices.count(model.notices.length)}</p>
      <ol class="notices">
        {[...model.notices].reverse().map((notice) => (
          <li key={notice.id} class={`notice notice-${notice.kind}`}>
            <span class="notice-icon">
              <Icon name={notice.kind === 'roster' || notice.kind === 'device' ? 'shield' : 'shieldAlert'} />
            </span>
            <div>
              <p class="notice-title">
                {t.notices.kinds[notice.kind]}
                {notice.conversation && <span class="muted"> · {notice.conversation}</span>}
              </p>
              <p>{notice.sentence}</p>
              {notice.more && <p class="muted">{t.notices.more(notice.more)}</p>}
            </div>
            <time class="muted" dateTime={new Date(notice.time_ms).toISOString()}>
              {clockTime(notice.time_ms)}
            </time>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

function SettingsPage({ model, act }: Props): JSX.Element {
  const { settings } = model;
  const themes: Theme[] = ['system', 'light', 'dark'];
  return (
    <Sheet title={t.settings.title}>
      <fieldset class="card choices">
        <legend>{t.settings.notifications}</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={settings.sound}
            onChange={(event) => act.settings({ sound: event.currentTarget.checked })}
          />
          <span>
            <span class="choice-name">{t.settings.sound}</span>
            <span class="hint">{t.settings.soundHint}</span>
          </span>
        </label>
        <label class="choice">
          <input
            type="checkbox"
            checked={settings.title}
            onChange={(event) => act.settings({ title: event.currentTarget.checked })}
          />
          <span>
            <span class="choice-name">{t.settings.titleCount}</span>
            <span class="hint">{t.settings.titleHint}</span>
          </span>
        </label>
      </fieldset>
      <fieldset class="card choices choices-row">
        <legend>{t.settings.appearance}</legend>
        {themes.map((theme) => (
          <label key={theme} class="choice">
            <input
              type="radio"
              name="theme"
              checked={settings.theme === theme}
              onChange={() => act.settings({ theme })}
            />
            <span class="choice-name">{t.settings.themes[theme]}</span>
          </label>
        ))}
      </fieldset>
      <Figures counts={model.figures} />
      <section class="card" aria-labelledby="settings-device">
        <h2 id="settings-device">{t.settings.device}</h2>
        <p class="muted">{model.shared ? t.settings.memory : t.settings.stored}</p>
        <button type="button" class="btn quiet" onClick={() => act.openDialog({ kind: 'sign-out' })}>
          <Icon name="leave" />
          {t.settings.signOut}
        </button>
      </section>
      <section class="card" aria-labelledby="settings-other">
        <h2 id="settings-other">{t.settings.otherDevice}</h2>
        <p class="muted">{t.settings.otherDeviceText}</p>
        <Secret
          label={t.settings.otherDeviceLink}
          value={model.deviceLink.link}
          copied={model.deviceLink.copied}
          copyText={t.settings.copy}
          onCopy={() => act.copyDeviceLink()}
        />
      </section>
      {model.embed && (
        <section class="card" aria-labelledby="settings-embed">
          <h2 id="settings-embed">{t.embed.title}</h2>
          <Embed embed={model.embed} onCopy={() => act.copyEmbed()} />
        </section>
      )}
    </Sheet>
  );
}
