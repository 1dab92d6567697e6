import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../messages';
import type { DeskActions, DeskModel, Dialog } from '../model/desk_model';
import { type Place, places } from '../model/places';
import { Icon } from '../ui/icons';
import { Key } from '../ui/key';
import { Modal } from '../ui/modal';
import { Tile } from '../ui/tile';

interface Props {
  model: DeskModel;
  act: DeskActions;
}

export function Dialogs({ model, act }: Props): JSX.Element | null {
  const { dialog } = model;
  switch (dialog?.kind) {
    case 'help':
      return <Help act={act} />;
    case 'switcher':
      return <Switcher model={model} act={act} dialog={dialog} />;
    case 'link':
      return <LinkDialog act={act} dialog={dialog} />;
    case 'sign-out':
      return <SignOut act={act} />;
    default:
      return null;
  }
}

function Help({ act }: { act: DeskActions }): JSX.Element {
  return (
    <Modal title={t.dialog.helpTitle} onClose={() => act.closeDialog()} className="modal-wide">
      <div class="help">
        {t.dialog.helpGroups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl class="help-keys">
              {group.keys.map(([keys, what]) => (
                <div key={keys.join() + what}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function LinkDialog({ act, dialog }: { act: DeskActions; dialog: Extract<Dialog, { kind: 'link' }> }): JSX.Element {
  return (
    <Modal
      title={t.dialog.linkTitle}
      onClose={() => act.closeDialog()}
      footer={
        <>
          <button type="button" class="btn quiet" autofocus onClick={() => act.closeDialog()}>
            {t.dialog.cancel}
          </button>
          <button type="button" class="btn primary" onClick={() => act.followLink(dialog.url)}>
            {t.dialog.linkOpen}
          </button>
        </>
      }
    >
      <p>{t.dialog.linkText(dialog.from)}</p>
      <p class="link-lead">{t.dialog.linkHost}</p>
      <p class="link-host">{dialog.host}</p>
      <p class="link-url" dir="ltr">
        {dialog.url}
      </p>
    </Modal>
  );
}

function SignOut({ act }: { act: DeskActions }): JSX.Element {
  return (
    <Modal
      title={t.dialog.signOutTitle}
      onClose={() => act.closeDialog()}
      footer={
        <>
          <button type="button" class="btn quiet" autofocus onClick={() => act.closeDialog()}>
            {t.dialog.cancel}
          </button>
          <button type="button" class="btn danger" onClick={() => act.signOut()}>
            {t.dialog.signOut}
          </button>
        </>
      }
    >
      <p>{t.dialog.signOutText}</p>
    </Modal>
  );
}

function Switcher({ model, act, dialog }: Props & { dialog: Extract<Dialog, { kind: 'switcher' }> }): JSX.Element {
  const found = places(model, dialog.query);
  const at = Math.min(dialog.at, found.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, dialog.query]);
  const move = (to: number) => act.openDialog({ ...dialog, at: (to + found.length) % Math.max(1, found.length) });
  const go = (place: Place | undefined) => {
    if (!place) return;
    act.closeDialog();
    if (place.kind === 'mine') act.focus(place.row.id);
    else if (place.kind === 'waiting') act.accept(place.row.id);
    else act.pane(place.pane);
  };
  return (
    <Modal title={t.dialog.switcherTitle} onClose={() => act.closeDialog()} className="modal-switcher">
      <div class="switcher-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          class="switcher-input"
          aria-label={t.dialog.switcherLabel}
          aria-expanded="true"
          aria-controls="switcher-list"
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `switcher-${at}` : undefined}
          placeholder={t.dialog.switcherPlaceholder}
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          autofocus
          value={dialog.query}
          onInput={(event) => act.openDialog({ kind: 'switcher', query: event.currentTarget.value, at: 0 })}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(at + 1);
            else if (event.key === 'ArrowUp') move(at - 1);
            else if (event.key === 'Enter') go(found[at]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div class="switcher-list" role="listbox" id="switcher-list" aria-label={t.dialog.switcherTitle} ref={list}>
        {found.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the choice by aria-activedescendant
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={place.key}
            id={`switcher-${index}`}
            role="option"
            class="switcher-option"
            aria-selected={index === at}
            onClick={() => go(place)}
          >
            {place.kind === 'page' ? (
              <span class="switcher-icon">
                <Icon name={place.icon} />
              </span>
            ) : (
              <Tile identity={place.row.identity} size="s" />
            )}
            <span class="switcher-name">{place.label}</span>
            {place.kind === 'mine' && place.row.unread > 0 && (
              <span class="badge">
                <span aria-hidden="true">{t.rail.unread(place.row.unread)}</span>
                <span class="vh">{t.rail.unreadLong(place.row.unread)}</span>
              </span>
            )}
            {place.kind === 'mine' && place.row.slot && <Key name={t.rail.slot(place.row.slot)} />}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p class="switcher-none" role="status">
          {t.dialog.switcherNothing}
        </p>
      )}
      <p class="switcher-hint hint">{t.dialog.switcherHint}</p>
    </Modal>
  );
}
