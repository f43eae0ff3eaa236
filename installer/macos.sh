#!/usr/bin/env bash
# Packs dist/Daybook.app into a disk image: installer/macos.sh VERSION
# With SIGN_AS set to a signing identity the program is signed first; notarising is described in RELEASING.md.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
if [ -n "${SIGN_AS:-}" ]; then
  codesign --force --deep --options runtime --timestamp --sign "$SIGN_AS" dist/Daybook.app
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R dist/Daybook.app "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -volname Daybook -srcfolder "$folder" -format UDZO -ov "dist/Daybook-$version.dmg"
