// Tests that tell one story: each goes on where the one before has ended, so what follows a failure is not tried.
import { test } from 'node:test';

export function story() {
  let broken;
  return (name, action) =>
    test(name, async (context) => {
      if (broken) return context.skip(`“${broken}” failed before`);
      try {
        await action(context);
      } catch (error) {
        broken = name;
        throw error;
      }
    });
}
