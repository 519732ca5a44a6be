"""Where the texts come from that `language` learns from and is measured on.

A package is wholly in one half: no held-out file has a sibling among the training files. Debian's packages are those of
the release the script runs on (bookworm when the figures in README.md were measured); npm's are pinned.
"""

DEBIAN_TRAINING = """
    libpetsc3.18-dev-examples libsundials-dev sdcc-libraries xtables-addons-dkms evdi-dkms libpam0g-dev libhdf5-doc git
    jool-dkms lttng-modules-dkms gnutls-doc libxml2-doc
    swig4.0-examples gtk-sharp3-examples qtbase5-examples googletest r-cran-rcpp libqwt-doc libslepc3.18-dev-examples
    golang-golang-x-tools-dev golang-google-grpc-dev golang-github-prometheus-client-golang-dev
    golang-github-gin-gonic-gin-dev
    libghc-xmonad-contrib-doc libghc-pandoc-doc libghc-lens-doc libghc-servant-doc libghc-vector-doc
    libghc-megaparsec-doc libghc-attoparsec-doc libghc-http-conduit-doc
    apache2-doc sqlite3-doc gnuplot-doc libjs-jquery-ui-docs libeccodes-doc
    openjdk-17-demo openjfx-source
    minetest-data awesome luarocks neovim-runtime lua-http lua-cqueues luakit lua-lgi knot-resolver
    libdune-ocaml-dev libbase-ocaml-dev libocamlgraph-ocaml-dev liblwt-ocaml-dev libextlib-ocaml-dev
    libcohttp-ocaml-dev
    libmoose-perl libmojolicious-perl libplack-perl debhelper libdbi-perl libcatalyst-perl devscripts
    wordpress php-doctrine-orm composer php-twig php-symfony-http-kernel php-laravel-framework zoneminder
    python3-sympy python3-twisted python3-django python3-networkx python3-sqlalchemy python3-rich
    r-cran-igraph r-cran-ggplot2 r-cran-shiny r-cran-testthat r-cran-purrr r-cran-knitr r-cran-mass r-cran-survival
    ruby-activerecord ruby-activesupport ruby-sequel ruby-nokogiri ruby-rspec-core ruby-mail ruby-rouge
    librust-tokio-dev librust-futures-util-dev librust-rayon-dev librust-syn-dev librust-hyper-dev librust-regex-dev
    dracut-core live-build lynis bash-doc lxc-templates autopkgtest sogo
    roundcube-core freeradius-config kamailio-mysql-modules postgresql-15-orafce postgresql-15-pgq3
""".split()

DEBIAN_HELD_OUT = """
    libcurl4-doc gtk-4-examples libssl-doc libevent-dev zlib1g-dev mpich-doc
    nrefactory-samples wx3.2-examples libsfml-doc libadios-examples python3-numpy
    golang-github-sirupsen-logrus-dev golang-github-urfave-cli-dev golang-github-stretchr-testify-dev
    golang-github-spf13-cobra-dev golang-github-boltdb-bolt-dev golang-github-gorilla-mux-dev
    libghc-hakyll-doc libghc-warp-doc libghc-yesod-core-doc libghc-aeson-doc libghc-quickcheck2-doc
    libimage-exiftool-perl libglfw3-doc xorg-docs debian-reference-en
    jflex
    prosody lua-penlight lua-busted lua-ldoc lua-cliargs lua-socket
    libounit-ocaml-dev libalcotest-ocaml-dev libre-ocaml-dev libcmdliner-ocaml-dev libmenhir-ocaml-dev
    libpcre-ocaml-dev libfmt-ocaml-dev
    libdancer2-perl libtemplate-perl liburi-perl libwww-perl libxml-libxml-perl libdatetime-perl
    phpmyadmin postfixadmin php-monolog php-guzzlehttp-guzzle php-league-flysystem php-pimple
    python3-tornado python3-pytest python3-aiohttp python3-flask python3-jinja2 python3-requests python3-click
    r-cran-dplyr r-cran-xts r-cran-caret r-cran-stringr r-cran-data.table r-cran-nlme r-cran-lme4 r-cran-vegan
    jekyll ruby-rack ruby-faraday ruby-haml rake ruby-thor ruby-sinatra
    librust-itertools-dev librust-image-dev librust-nom-dev librust-crossbeam-channel-dev librust-anyhow-dev
    librust-rand-dev librust-serde-dev librust-log-dev
    byobu pm-utils etckeeper bats initramfs-tools-core shunit2 dkms xdg-utils grub-common ifupdown openvpn
    tt-rss postgresql-15-partman icinga2-ido-mysql postgresql-15-pgtap pdns-backend-mysql pdns-backend-sqlite3
    postgresql-15-unit postgresql-15-q3c
""".split()

NPM_TRAINING = """
    react-native-windows@0.57.2 react-native-windows@0.76.0 generator-aspnet@0.3.3 cordova-wp8@3.8.2
    react-native-code-push@5.7.0
    re2@1.20.9 node-sass@7.0.3 @stdlib/blas@0.2.1 hiredis@0.5.0 foundation-sites@6.8.1
    react-native@0.59.10 react-native-svg@13.9.0 react-native-firebase@5.6.0 react-native-maps@0.31.1 serverless@3.38.0
    mathjs@11.11.2 three@0.150.0 lodash@4.17.21 webpack@5.90.0 eslint@8.57.0 fastify@4.26.2 jsdom@22.1.0 knex@2.5.1
    mocha@10.4.0
    rxjs@7.8.1 vue@2.7.16 mobx@6.12.0 react-native-reanimated@3.8.0 @trpc/server@10.45.0 @tanstack/table-core@8.13.2
    @react-navigation/core@6.4.0 @react-navigation/stack@6.3.0
""".split()

NPM_HELD_OUT = """
    react-native-video@4.4.5 react-native-camera@3.44.3 edge-js@26.1.0 react-native-fs@2.20.0 aws-cdk@2.100.0
    react-native-linear-gradient@2.5.6 react-native-device-info@5.6.0 react-native-sound@0.11.0
    cordova-plugin-contacts@1.1.0 cordova-plugin-media@1.0.1
    leveldown@6.1.1 canvas@2.11.2 @serialport/bindings-cpp@10.8.0 sqlite3@5.1.7 bcrypt@5.1.1
    material-design-lite@1.3.0
    cordova-android@9.1.0 react-native-blob-util@0.25.1 react-native-ble-plx@2.0.3 cordova-plugin-file@2.1.0
    react-native-push-notification@8.1.1
    express@4.18.2 async@3.2.5 underscore@1.13.6 backbone@1.5.0 commander@11.1.0 socket.io-client@4.7.5 ws@8.16.0
    koa@2.15.0 d3-array@3.2.4 jquery@3.7.1 reveal.js@4.6.1 impress.js@1.1.0
    ajv@8.12.0 @reduxjs/toolkit@2.2.1 immer@9.0.21 @tanstack/query-core@5.28.0 react-native-gesture-handler@2.15.0
""".split()

EXTENSIONS = {
    "C": ".c",
    "C#": ".cs",
    "C++": ".cpp .cc .cxx .hpp .hh",
    "Fortran": ".f .F .f90 .F90",
    "Go": ".go",
    "Haskell": ".hs",
    "HTML": ".html .htm",
    "Java": ".java",
    "JavaScript": ".js .mjs .cjs .jsx",
    "Lua": ".lua",
    "OCaml": ".ml .mli",
    "Perl": ".pl .pm",
    "PHP": ".php",
    "Python": ".py",
    "R": ".R .r",
    "Ruby": ".rb",
    "Rust": ".rs",
    "Shell": ".sh .bash",
    "SQL": ".sql",
    "TypeScript": ".ts .tsx",
}

LANGUAGES = sorted(EXTENSIONS, key=str.lower)

# Programs without an extension, by the interpreter their first line names.
INTERPRETERS = {
    r"\b(ba|da)?sh\b": "Shell",
    r"\bperl": "Perl",
    r"\bpython": "Python",
    r"\bruby": "Ruby",
    r"\blua": "Lua",
    r"\bnode": "JavaScript",
}
