// Two soft tones, made on the spot: no file, no content.
let context: AudioContext | undefined;

export function beep(): void {
  context ??= new AudioContext();
  const { currentTime: now, destination } = context;
  for (const [tone, at] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const oscillator = new OscillatorNode(context, { frequency: tone, type: 'sine' });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setTargetAtTime(0.08, now + at, 0.01);
    gain.gain.setTargetAtTime(0, now + at + 0.08, 0.05);
    oscillator.connect(gain).connect(destination);
    oscillator.start(now + at);
    oscillator.stop(now + at + 0.5);
  }
}
