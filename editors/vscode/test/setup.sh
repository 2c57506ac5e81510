#!/usr/bin/env bash
# Installs a real VS Code workbench (the npm package code-server) under the folder given, and Chromium to look at it
# with, by apt-get, for which it has to be root. Takes some minutes; a second call finds it in place and returns at once.
#   setup.sh DIR   then   DIR/code-server --auth none --bind-addr 127.0.0.1:PORT ... FOLDER
# Version 4.100.3 is the newest that runs on Node 20; it carries VS Code 1.100.
set -euo pipefail
dir=${1:?which folder}
[[ -x $dir/code-server ]] && { echo "$dir/code-server"; exit 0; }
export DEBIAN_FRONTEND=noninteractive
need=()
command -v chromium >/dev/null || need+=(chromium)
command -v rg >/dev/null || need+=(ripgrep)
[[ -e /usr/include/krb5.h ]] || need+=(libkrb5-dev)
((${#need[@]})) && { apt-get update -qq; apt-get install -y -qq "${need[@]}" >/dev/null; }
mkdir -p "$dir"; cd "$dir"
[[ -f package.json ]] || npm init -y >/dev/null
# Its own postinstall fetches programs from elsewhere, so scripts are off and the native parts are built here.
npm install --ignore-scripts --no-audit --no-fund --silent code-server@4.100.3 node-gyp@11 playwright-core@1.56
root=$dir/node_modules/code-server
gyp=$dir/node_modules/.bin/node-gyp
nodedir=$(npm config get nodedir 2>/dev/null); [[ -d $nodedir/include/node ]] || nodedir=/usr
(cd node_modules/argon2 && PATH=$dir/node_modules/.bin:$PATH node ../@mapbox/node-pre-gyp/bin/node-pre-gyp rebuild --build-from-source --nodedir="$nodedir" >/dev/null 2>&1)
cd "$root/lib/vscode"
npm install --omit=dev --ignore-scripts --no-audit --no-fund --silent
for native in node-pty @vscode/spdlog native-watchdog kerberos @vscode/deviceid; do
  [[ -f node_modules/$native/binding.gyp ]] || continue
  (cd "node_modules/$native" && "$gyp" rebuild --nodedir="$nodedir" >/dev/null 2>&1) || echo "not built: $native" >&2
done
mkdir -p node_modules/@vscode/ripgrep/bin node_modules/@parcel/watcher/build/Release
ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
cp node_modules/@parcel/watcher-linux-x64-glibc/watcher.node node_modules/@parcel/watcher/build/Release/
ln -sfn node_modules node_modules.asar
(cd bin/remote-cli && ln -sf code-linux.sh code-server)
(cd extensions && npm install --omit=dev --ignore-scripts --no-audit --no-fund --silent)
cat >"$dir/code-server" <<EOF
#!/usr/bin/env bash
exec node "$root/out/node/entry.js" --disable-telemetry --disable-update-check "\$@"
EOF
chmod +x "$dir/code-server"
echo "$dir/code-server"
