// What stands before the desk: sign-in, lock, enrolment. No conversation is in the document while a door is shown.
import type { ComponentChildren, JSX } from 'preact';
import { t } from '../messages';
import type { DoorActions, DoorModel } from '../model/desk_model';
import { Icon, Mark } from '../ui/icons';
import { Embed } from './pages';

interface Props {
  model: DoorModel;
  act: DoorActions;
}

export function Door({ model, act }: Props): JSX.Element {
  return (
    <main class="door">
      <div class="door-card">
        <Mark size={40} />
        <Inside model={model} act={act} />
      </div>
      <p class="door-foot">
        <Icon name="lock" size={14} />
        {t.door.footer}
      </p>
    </main>
  );
}

function Inside({ model, act }: Props): JSX.Element {
  switch (model.kind) {
    case 'loading':
      return (
        <p class="door-loading" role="status">
          {t.door.loading}
        </p>
      );
    case 'sign-in':
      return (
        <Text title={t.door.signInTitle} text={model.known ? t.door.signInText : t.door.signInNew}>
          <SharedBox checked={model.shared} disabled={model.busy} act={act} />
          <PasskeyButton
            busy={model.busy}
            text={model.known ? t.door.signIn : t.door.signInAdd}
            onClick={() => (model.known ? act.signIn() : act.addDevice())}
          />
          <Trouble error={model.error} />
          {!model.known && <p class="hint">{t.door.invited}</p>}
        </Text>
      );
    case 'locked':
      return (
        <Text
          title={model.name ? t.door.welcomeBack(model.name) : t.door.lockedTitle}
          text={`${t.door.lockedText[model.why]} ${t.door.lockedKept(model.conversations)}`}
        >
          <PasskeyButton busy={model.busy} text={t.door.unlock} onClick={() => act.unlock()} />
          <Trouble error={model.error} />
        </Text>
      );
    case 'enrol':
      return (
        <Text
          title={model.first ? t.door.firstTitle : t.door.joinTitle}
          text={model.first ? t.door.firstText : t.door.joinText}
        >
          <form
            class="door-form"
            onSubmit={(event) => {
              event.preventDefault();
              act.enrol();
            }}
          >
            <label class="field">
              <span class="field-name">{t.door.name}</span>
              <input
                type="text"
                class="input"
                autocomplete="name"
                maxLength={60}
                required
                placeholder={t.door.namePlaceholder}
                aria-describedby="name-hint"
                disabled={model.busy}
                value={model.name}
                onInput={(event) => act.setName(event.currentTarget.value)}
              />
              <span class="hint" id="name-hint">
                {t.door.nameHint}
              </span>
            </label>
            <SharedBox checked={model.shared} disabled={model.busy} act={act} />
            <PasskeyButton busy={model.busy} text={t.door.makePasskey} working={t.door.making} submit />
          </form>
          <Trouble error={model.error} />
        </Text>
      );
    case 'enrolled':
      return (
        <Text
          title={model.first ? t.door.doneFirstTitle(model.name) : t.door.doneJoinTitle(model.name)}
          text={model.first ? t.door.doneFirst : t.door.doneJoin}
        >
          {model.embed && <Embed embed={model.embed} onCopy={() => act.copyEmbed()} />}
          <button type="button" class="btn primary large" onClick={() => act.enter()}>
            {t.door.enter}
          </button>
        </Text>
      );
    case 'stopped':
      return (
        <Text title={model.title} text={model.sentence} alert>
          {model.retry && (
            <button type="button" class="btn primary large" onClick={() => act.retry()}>
              {t.door.retry}
            </button>
          )}
        </Text>
      );
  }
}

function Text(props: { title: string; text: string; alert?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <h1 class="door-title">{props.title}</h1>
      <p class="door-text" role={props.alert ? 'alert' : undefined}>
        {props.text}
      </p>
      {props.children}
    </>
  );
}

function PasskeyButton(props: {
  busy: boolean;
  text: string;
  working?: string;
  submit?: boolean;
  onClick?: () => void;
}): JSX.Element {
  return (
    <button
      type={props.submit ? 'submit' : 'button'}
      class="btn primary large"
      disabled={props.busy}
      onClick={props.onClick}
    >
      <Icon name="key" />
      {props.busy ? (props.working ?? t.door.waiting) : props.text}
    </button>
  );
}

function SharedBox(props: { checked: boolean; disabled: boolean; act: DoorActions }): JSX.Element {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.act.setShared(event.currentTarget.checked)}
      />
      <span>
        <span class="choice-name">{t.door.shared}</span>
        <span class="hint">{t.door.sharedHint}</span>
      </span>
    </label>
  );
}

function Trouble({ error }: { error: string | undefined }): JSX.Element {
  return (
    <p class="form-error" role="alert" hidden={!error}>
      {error}
    </p>
  );
}
