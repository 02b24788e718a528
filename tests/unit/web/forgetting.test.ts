import { expect, it } from 'vitest';
import { forgetPerson, unlessForgotten } from '../../../web/src/shared/forgetting.ts';
import { dismissAll, messages, say } from '../../../web/src/shared/messages.ts';

it('drops what messages of a forgotten person still have to do', () => {
  const gone: string[] = [];
  say({ kind: 'done', topic: 'shelf', text: 'removed', onGone: () => gone.push('removal of one person') });
  forgetPerson();
  expect(messages.value).toEqual([]);
  say({ kind: 'done', topic: 'shelf', text: 'removed', onGone: () => gone.push('removal of another person') });
  dismissAll();
  expect(gone).toEqual(['removal of another person']);
});

it('lets nothing follow work for a forgotten person', async () => {
  const followed: string[] = [];
  const follow = async (name: string, work: Promise<unknown>) => {
    await unlessForgotten(work).catch(() => undefined);
    followed.push(name);
  };
  const [answer, refusal] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  void follow('answer', answer.promise);
  void follow('refusal', refusal.promise);
  forgetPerson();
  answer.resolve();
  refusal.reject(new Error('refused'));
  await follow('next person', Promise.resolve());
  await follow('failure of the next person', Promise.reject(new Error('refused')));
  expect(followed).toEqual(['next person', 'failure of the next person']);
});
