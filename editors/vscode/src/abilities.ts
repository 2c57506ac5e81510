// What the server may count on beyond the protocol: commands of the editor that it puts into its answers. A command of
// that name in the server would keep the client from starting, so the server then has none.
import type { ClientCapabilities, StaticFeature } from 'vscode-languageclient/node';

const COMMANDS = ['editor.action.triggerSuggest', 'annexa.explain'];

export const abilities: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const others = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...others, commands: { commands: COMMANDS } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};
