#!/usr/bin/env bash
# Makes a fresh machine ready, and says nothing when it already is.
#   scripts/bootstrap.sh [--for demo|test|samples]     (default: demo)
# Installs with apt-get as root or with passwordless sudo; elsewhere it prints what to install and stops with 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose=demo
case "${1:-} ${2:-}" in
  ' ') ;;
  '--for demo' | '--for test' | '--for samples') purpose=$2 ;;
  *)
    echo '用法 Usage: scripts/bootstrap.sh [--for demo|test|samples]' >&2
    exit 2
    ;;
esac

say() { printf '[准备 bootstrap] %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
have_any() { local path; for path in "$@"; do if have "$path" || [ -x "$path" ]; then return 0; fi; done; return 1; }

# --- Node -----------------------------------------------------------------------------------------
node_is_new_enough() {
  have node && have npm || return 1
  local major minor rest
  IFS=. read -r major minor rest <<<"$(node --version | tr -d v)"
  [ "$major" -gt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }
}
if ! node_is_new_enough; then
  say "需要 Node.js 20.19 或更新，现在是 Node.js 20.19 or newer is needed, found: $(node --version 2>/dev/null || echo none)"
  say '  Debian:  https://nodejs.org/en/download  (or: apt-get install -y nodejs npm  where the release has Node 20.19+)'
  say '  macOS:   brew install node@22 && brew link --overwrite node@22'
  say '  Docker:  docker run --rm -it -v "$PWD":/lvbo -w /lvbo node:20-bookworm bash'
  exit 1
fi

# --- System packages ------------------------------------------------------------------------------
packages_are_stale() {
  [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]
}
has_postgres() { have_any postgres /usr/lib/postgresql/*/bin/postgres; }
has_chromium() {
  have_any chromium chromium-browser google-chrome google-chrome-stable \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' /Applications/Chromium.app/Contents/MacOS/Chromium
}
has_chinese_font() {
  [ "$(uname)" = Darwin ] || { have fc-list && [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]; }
}

has_report_font() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name 'NotoSerifCJK-Regular.ttc' -print -quit 2>/dev/null)" ]; }
# Writer and Calc are packages of their own.
has_office() {
  local part=/usr/lib/libreoffice/program
  have soffice && { [ -d /Applications/LibreOffice.app ] || { [ -f $part/libswlo.so ] && [ -f $part/libsclo.so ]; }; }
}
has_chinese_reader() { have tesseract && tesseract --list-langs 2>/dev/null | grep -qx chi_sim; }

# Each line of `missing`: the Debian packages, then the Homebrew ones, then what it is for.
missing=()
wishing=true
need() { missing+=("$1|$2|$3"); }
find_missing() {
  missing=()
  # nodejieba compiles on installation where no prebuilt binary is had; nothing else needs a compiler.
  if packages_are_stale && ! { have_any g++ c++ clang++ && have make && have python3; }; then
    need 'g++ make python3' 'python3' 'C++ 编译工具 C++ toolchain'
  fi
  have ffmpeg && have ffprobe || need 'ffmpeg' 'ffmpeg' 'FFmpeg'
  # Works without: writing on the picture is then left unread, and said so. Asked for only where it can be had at once.
  if [ "$purpose" != samples ] && $wishing && can_use_apt && ! has_chinese_reader; then
    need 'tesseract-ocr tesseract-ocr-chi-sim' 'tesseract tesseract-lang' '画面文字识别 Tesseract OCR'
  fi
  # Works without: the report's PDF and pictures then say what to install.
  if [ "$purpose" = demo ] && $wishing && can_use_apt && ! has_report_font; then
    need 'fontconfig fonts-noto-cjk' '--cask font-noto-serif-cjk-sc' '日报的中文字体 CJK font of the report'
  fi
  case $purpose in
    test)
      has_postgres || need 'postgresql' 'postgresql@17 && brew link --force postgresql@17' 'PostgreSQL'
      have redis-server || need 'redis-server' 'redis' 'Redis'
      has_chromium || need 'chromium' '--cask google-chrome' 'Chromium'
      has_chinese_font || need 'fontconfig fonts-noto-cjk' '--cask font-noto-sans-cjk-sc' '中文字体 CJK font'
      have espeak-ng || need 'espeak-ng' 'espeak-ng' 'eSpeak NG'
      have pdftotext || need 'poppler-utils' 'poppler' 'Poppler'
      has_office || need 'libreoffice-writer-nogui libreoffice-calc-nogui' '--cask libreoffice' 'LibreOffice'
      ;;
    samples)
      have espeak-ng || need 'espeak-ng' 'espeak-ng' 'eSpeak NG'
      has_chromium || need 'chromium' '--cask google-chrome' 'Chromium'
      has_chinese_font || need 'fontconfig fonts-noto-cjk' '--cask font-noto-sans-cjk-sc' '中文字体 CJK font'
      ;;
  esac
}
# Column 1, 2 or 3 of the missing things, joined by a separator.
column() {
  local line separator='' fields
  for line in "${missing[@]}"; do
    IFS='|' read -ra fields <<<"$line"
    printf '%s%s' "$separator" "${fields[$1 - 1]}"
    separator=$2
  done
}

as_root=()
can_use_apt() {
  have apt-get || return 1
  [ "$(id -u)" -eq 0 ] && return 0
  have sudo && sudo -n true 2>/dev/null && as_root=(sudo)
}
apt() { ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }
apt_install() {
  local packages=("$@")
  apt install -y --no-install-recommends "${packages[@]}" >/dev/null 2>&1 && return 0
  # No package lists yet, or old ones: fetch them once and let a second failure be seen.
  apt update >/dev/null && apt install -y --no-install-recommends "${packages[@]}" >/dev/null
}

find_missing
if [ ${#missing[@]} -gt 0 ] && can_use_apt; then
  read -ra packages <<<"$(column 1 ' ')"
  say "安装系统软件 Installing with apt-get: ${packages[*]}"
  apt_install "${packages[@]}" || say 'apt-get 未能完成 apt-get could not finish.'
  hash -r
  wishing=false
  find_missing
fi
if [ ${#missing[@]} -gt 0 ]; then
  container='docker run --rm -it -v "$PWD":/lvbo -v /lvbo/node_modules -w /lvbo'
  case $purpose in
    demo)
      command='npm run demo'
      container="$container -p 8787:8787 -e HOST=0.0.0.0 -e ACCESS_TOKEN=at-least-16-characters"
      ;;
    test) command='npm test' ;;
    samples) command='node --import tsx scripts/samples/make.ts' ;;
  esac
  say "缺少 Missing: $(column 3 ', ')"
  say "  Debian:  sudo apt-get update && sudo apt-get install -y $(column 1 ' ')"
  say "  macOS:   brew install $(column 2 ' && brew install ')"
  say "  Docker:  $container node:20-bookworm $command"
  say "装好后重新运行 Then run again: $command"
  exit 1
fi

# --- npm packages ---------------------------------------------------------------------------------
if packages_are_stale; then
  say '安装 npm 依赖 Installing npm packages (npm ci) …'
  # The headers beside Node spare node-gyp a download, which closed networks refuse.
  prefix=$(dirname "$(dirname "$(node -p process.execPath)")")
  if [ "$(npm config get nodedir)" = undefined ] && [ -f "$prefix/include/node/node.h" ]; then
    export npm_config_nodedir=$prefix
  fi
  if ! npm ci --include=dev --no-audit --no-fund --loglevel=error >&2; then
    say 'npm ci 失败：请检查网络或 npm 镜像设置后重试。 npm ci failed: check the network or the registry, then run again.'
    exit 1
  fi
fi

# --- Console --------------------------------------------------------------------------------------
console_is_stale() {
  [ -d services/console ] || return 1
  [ -f dist/console/index.html ] || return 0
  local sources=(services/console package-lock.json)
  [ -d shared/domain ] && sources+=(shared/domain)
  [ -n "$(find "${sources[@]}" -type f ! -name '*.test.*' -newer dist/console/index.html -print | head -n 1)" ]
}
if [ "$purpose" != samples ] && console_is_stale; then
  say '构建控制台 Building the console …'
  if ! npm run --silent console >&2; then
    say '控制台构建失败，原因见上。 The console did not build; the reason is above.'
    exit 1
  fi
fi
