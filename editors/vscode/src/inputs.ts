// Questions that follow each other: each shows which of how many it is, and leads back.
import * as vscode from 'vscode';

export function given(value: string): string | undefined {
  return value.trim() === '' ? 'Write something here.' : undefined;
}

/** The author closed a question. */
class Ended extends Error {}
/** The author wants to see the question before. */
class Back extends Error {}

/** A question; what it asks for may depend on earlier answers. */
export type Question<A> = (answers: Partial<A>, step: Step) => Promise<Partial<A>>;

/** Asks questions one after the other; `undefined` where the author ends it. An answer stays when one goes back. */
export async function ask<A>(title: string, questions: Question<A>[]): Promise<A | undefined> {
  let answers: Partial<A> = {};
  for (let at = 0; at < questions.length;) {
    const question = questions[at];
    if (question === undefined) break;
    try {
      answers = { ...answers, ...(await question(answers, new Step(title, at + 1, questions.length))) };
      at += 1;
    } catch (error) {
      if (error instanceof Ended) return undefined;
      if (!(error instanceof Back)) throw error;
      at -= 1;
    }
  }
  return answers as A;
}

/** One of several questions. */
export class Step {
  constructor(private readonly title: string, private readonly number: number, private readonly count: number) {}

  text(prompt: string, options: { value?: string; placeholder?: string; validate?: (value: string) => string | undefined }): Promise<string> {
    const input = vscode.window.createInputBox();
    const validate = options.validate ?? given;
    input.prompt = prompt;
    input.value = options.value ?? '';
    input.placeholder = options.placeholder;
    input.onDidChangeValue((value) => { input.validationMessage = validate(value); });
    return this.shown(input, (accept) => input.onDidAccept(() => {
      input.validationMessage = validate(input.value);
      if (input.validationMessage === undefined) accept(input.value.trim());
    }));
  }

  one<T extends vscode.QuickPickItem>(placeholder: string, items: T[], active?: (item: T) => boolean): Promise<T> {
    const pick = vscode.window.createQuickPick<T>();
    pick.placeholder = placeholder;
    pick.items = items;
    // None that is active would leave Enter without an answer.
    const before = items.filter((item) => active?.(item) === true);
    if (before.length > 0) pick.activeItems = before;
    return this.shown(pick, (accept) => pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined) accept(item);
    }));
  }

  some<T extends vscode.QuickPickItem>(placeholder: string, items: T[], selected: (item: T) => boolean): Promise<readonly T[]> {
    const pick = vscode.window.createQuickPick<T>();
    pick.canSelectMany = true;
    pick.placeholder = placeholder;
    pick.items = items;
    pick.selectedItems = items.filter(selected);
    return this.shown(pick, (accept) => pick.onDidAccept(() => { if (pick.selectedItems.length > 0) accept(pick.selectedItems); }));
  }

  private shown<T>(input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>, onAccept: (accept: (value: T) => void) => void): Promise<T> {
    input.title = this.title;
    input.step = this.number;
    input.totalSteps = this.count;
    input.ignoreFocusOut = true;
    if (this.number > 1) input.buttons = [vscode.QuickInputButtons.Back];
    return new Promise<T>((resolve, reject) => {
      const end = (settle: () => void) => {
        settle();
        input.hide();
      };
      onAccept((value) => end(() => resolve(value)));
      input.onDidTriggerButton((button) => { if (button === vscode.QuickInputButtons.Back) end(() => reject(new Back())); });
      // A promise that is settled stays so.
      input.onDidHide(() => {
        reject(new Ended());
        input.dispose();
      });
      input.show();
    });
  }
}
