use super::{OwnNames, in_file, in_template, policy::Policy, policy::Refused};
use crate::render::Media;

fn template(source: &str) -> Vec<usize> {
    let source = source.to_owned();
    in_template(&source, &OwnNames::of([&source].into_iter()))
}

/// Each with a line before it, so that the place is no accident.
fn refuses(media: Option<Media>, forms: &[&str]) {
    let missed: Vec<&&str> = forms
        .iter()
        .filter(|form| {
            let source = format!("\n{form}");
            let found = media.map_or_else(|| template(&source), |media| in_file(&source, media));
            found.is_empty() || found.iter().any(|at| *at < 1)
        })
        .collect();
    assert!(missed.is_empty(), "these pass:\n{missed:#?}");
}

fn accepts(media: Option<Media>, forms: &[&str]) {
    let taken: Vec<&&str> = forms
        .iter()
        .filter(|form| !media.map_or_else(|| template(form), |media| in_file(form, media)).is_empty())
        .collect();
    assert!(taken.is_empty(), "these are honest:\n{taken:#?}");
}

#[test]
fn marks_that_fetch_from_another_host_are_found() {
    refuses(
        None,
        &[
            "<img src=\"https://a.example/x\">",
            "<script src='//a.example/x'></script>",
            "<img src=//a.example/x>",
            "<img src =http://a.example/x>",
            "<img src\n=\n'http://a.example/x'>",
            "<IMG SRC=HTTP://a.example/x>",
            "<img/src=//a.example/x>",
            "<img alt=\"a>b\" src=//a.example>",
            "<img src=\"&#104;ttp://a.example\">",
            "<img src=\"&#x68;ttp://a.example\">",
            "<img src=\"&#104ttp://a.example\">",
            "<img src=\"&sol;&sol;a.example\">",
            "<img src=\"https&colon;//a.example\">",
            "<img src=\"h&Tab;ttp://a.example\">",
            "<img src=\"\\\\a.example\\x\">",
            "<img src=\"/\\a.example/x\">",
            "<img src=\"&bsol;/a.example/x\">",
            "<img src=\"http:a.example\">",
            "<img src=\" \t ht\ntp://a.example\">",
            "<img src=\"/\t/a.example\">",
            "<img srcset=\"x.png 1x, //a.example/x.png 2x\">",
            "<img lowsrc=//a.example>",
            "<link rel=stylesheet href=//a.example/x.css>",
            "<link href=\"https://a.example\" rel='preconnect'>",
            "<link rel=\"dns-prefetch\" href=\"//a.example\">",
            "<link rel=\"alternate stylesheet\" href=\"//a.example\">",
            "<link rel=\"modulepreload\" href=\"//a.example/x.js\">",
            "<link rel=icon href=//a.example/x>",
            "<link rel=search href=//a.example/x>",
            "<link href=//a.example/x>",
            "<link rel=preload imagesrcset=\"//a.example/x 1x\">",
            "<meta http-equiv=refresh content=\"0;url=https://a.example\">",
            "<meta content=\"0; URL='//a.example'\" http-equiv=\"Refresh\">",
            "<meta http-equiv='refr&#101;sh' content='1,https://a.example'>",
            "<base href=\"https://a.example/\">",
            "<base target=_blank href=/>",
            "<form action=https://a.example><button>",
            "<button formaction=//a.example>",
            "<input type=image src=//a.example/x>",
            "<iframe src=//a.example></iframe>",
            "<iframe srcdoc=\"<img src=//a.example>\"></iframe>",
            "<iframe srcdoc=\"&lt;img src=//a.example&gt;\"></iframe>",
            "<iframe src=\"data:text/html,x\"></iframe>",
            "<iframe src=\"javascript:x\"></iframe>",
            "<embed src=//a.example/x>",
            "<object data=//a.example/x></object>",
            "<video poster=//a.example/x></video>",
            "<video src=//a.example/x></video>",
            "<source src=//a.example/x><track src=//a.example/x>",
            "<audio src=//a.example/x></audio>",
            "<a href=\"x.html\" ping=\"https://a.example\">",
            "<body background=//a.example/x>",
            "<table background='//a.example/x'>",
            "<html manifest=//a.example/x>",
            "<svg><use href=//a.example/x#i></svg>",
            "<svg><image xlink:href=\"https://a.example/x\"/></svg>",
            "<svg><script href=\"https://a.example/x\"></script></svg>",
            "<svg><animate attributeName=href to=//a.example /></svg>",
            "<svg><rect fill=\"url(//a.example/x#g)\"/></svg>",
            "<svg><style><img src=//a.example></style></svg>",
            "<p style=\"background:url(//a.example/x)\">",
            "<p style=\"background:u&#114;l(//a.example/x)\">",
            "<style>a{background:url(http://a.example)}</style>",
            "<script>fetch('x')</script>",
            "<p onclick=\"fetch('x')\">",
            "<a href=\"javascript:fetch('x')\">",
            "<title><!-- </title><img src=//a.example> -->",
            "<textarea><!-- </textarea><img src=//a.example>",
            "<!--> <img src=//a.example> -->",
            "<noscript><img src=//a.example></noscript>",
            "<?xml-stylesheet href=\"https://a.example/x.css\"?>",
            "<!DOCTYPE svg [<!ENTITY a \"http://a.example\">]>",
        ],
    );
}

#[test]
fn addresses_that_a_template_puts_together_are_found() {
    refuses(
        None,
        &[
            "<img src=\"{{ 'http' }}://a.example\">",
            "<img src=\"{{ \"//a.example\" }}\">",
            "<img src=\"ht{# #}tp://a.example\">",
            "<img src=\"{{ root }}//a.example\">",
            "<img src=\"/{{ page.x }}/a.example\">",
            "<img src=\"{% if a %}x{% endif %}//a.example\">",
            "<img src=\"{% if a %}http{% else %}ftp{% endif %}://a.example\">",
            "<img src=\"{{ page.canonical }}\">",
            "<img src=\"{{ 'x' | replace(from='x', to='//a.example') }}\">",
            "{% set u = \"//a.example\" %}<img src=\"{{ u }}\">",
            "{% set u = {\"v\": \"//a.example\"} %}<img src=\"{{ u.v }}\">",
            "{% for u in [{\"v\": \"//a.example\"}] %}<img src=\"{{ u.v }}\">{% endfor %}",
            "{% set l = [1] %}{% for u in l %}<img src=\"{{ u.v }}\">{% endfor %}",
            "{% component x(to) %}<img src=\"{{ to }}\">{% endcomponent x %}",
            "{% set root = \"//a.example/\" %}<img src=\"{{ root }}x\">",
            "<img {{ 'src' }}=//a.example>",
            "<img {% if a %}alt{% endif %}src=//a.example>",
            "<img s{# #}rc=//a.example>",
            "<{{ page.tag }} href=//a.example>",
            "<link rel=\"{{ page.rel }}\" href=//a.example>",
            "<meta http-equiv=\"{{ page.kind }}\" content=\"0;url=//a.example\">",
            "<meta http-equiv=refresh content=\"0;{{ page.x }}\">",
        ],
    );
}

#[test]
fn styles_that_fetch_from_another_host_are_found() {
    refuses(
        Some(Media::Css),
        &[
            "a{background:url(http://a.example)}",
            "a{background:url( 'http://a.example' )}",
            "a{background:URL(//a.example)}",
            "a{background:\\75rl(//a.example)}",
            "a{background:\\000075 rl(//a.example)}",
            "a{background:url(\\2f\\2f a.example)}",
            "a{background:url(\"\\68ttp://a.example\")}",
            "a{background:url(/\\5c a.example)}",
            "a{background:url(ht\\\ntp://a.example)}",
            "a{background:url('ht\\\ntp://a.example')}",
            "@import \"https://a.example/x.css\";",
            "@import '//a.example/x.css';",
            "@import url(//a.example/x.css) screen;",
            "@\\69mport \"//a.example\";",
            "@IMPORT/**/\"//a.example\";",
            "a{background:image-set(\"http://a.example\" 1x)}",
            "a{background:-webkit-image-set('//a.example' 1x)}",
            "a{background:image-set(linear-gradient(red, red) 1x, '//a.example' 2x)}",
            "a{background:src(\"//a.example\")}",
            "a{--u:'//a.example'}",
            "a{background:image-set(var(--u) 1x)}",
            "a{background:src(attr(title))}",
            "@font-face{font-family:x;src:url(//a.example/x.woff2)}",
            "a{cursor:url(//a.example),auto}",
            "a{content:'/*';background:url(//a.example)}",
            "a{content:\"\\\"\";background:url(//a.example)}",
        ],
    );
}

#[test]
fn scripts_that_ask_another_host_are_found() {
    refuses(
        Some(Media::Js),
        &[
            "fetch('/x')",
            "window.fetch(x)",
            "window['fetch'](x)",
            "window['fe' + 'tch'](x)",
            "f\\u0065tch(x)",
            "new XMLHttpRequest()",
            "new WebSocket('wss://a.example')",
            "new EventSource('/x')",
            "navigator.sendBeacon('/x')",
            "navigator[name]('/x')",
            "import('https://a.example/x.js')",
            "import(name)",
            "import x from '//a.example/x.js'",
            "importScripts('x')",
            "new Worker('x.js')",
            "navigator.serviceWorker.register('x.js')",
            "eval(x)",
            "new Function(x)()",
            "new Image().src = '//a.example/x'",
            "img.src = 'ht' + 'tp', img.src = 'https://' + host",
            "img.src = `https://${host}/`",
            "img.src = `${scheme}${'//a.example'}`",
            "img.src = '\\x68ttps://a.example'",
            "img.src = '\\u002f/a.example'",
            "img.src = '\\\\\\\\a.example'",
            "location = 'https://a.example'",
            "window.open(\"//a.example\")",
            "e.innerHTML = '<img src=\"x\" srcset=\"//a.example 1x\">'",
            "e.style = 'background:url(//a.example)'",
            "var r = /[/*]/; fetch(x) /* */",
            "a = b / c; fetch(x) / d",
            "var t = `a${ {a: `${ fetch(x) }`} }b`",
        ],
    );
}

#[test]
fn honest_pages_styles_and_scripts_pass() {
    accepts(
        None,
        &[
            "<a href=\"https://www.gov.cn/\">中国政府网</a>",
            "<a href=//www.gov.cn>去</a><area href='http://www.gov.cn'>",
            "<a href=\"{{ contact.tel }}\">电话</a><a href=\"tel:02300001303\">",
            "<a href=\"{{ \"https://www.gov.cn\" }}\">去</a>",
            "<a title=\"src=//a.example\">x</a>",
            "<p>写 src=\"http://a.example\" 和 url(//a.example)</p>",
            "<link rel=\"canonical\" href=\"https://a.example/\">",
            "<link rel=\"canonical\" href=\"{{ page.canonical }}\">",
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{{ root }}{{ site.feed }}\">",
            "<img src=\"{{ root }}assets/x.png\">",
            "<img src=\"{{ root }}{{ asset(name=\"x.png\") }}\">",
            "<img src=\"data:image/png;base64,AAAA\">",
            "<img src=\"{% if page.x %}a{% else %}b{% endif %}.png\">",
            "<script src=\"{{ root }}{{ asset(name=\"site.js\") }}\"{% if page.served %} integrity=\"{{ integrity(name=\"site.js\") }}\"{% endif %}></script>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><use href=\"#a\"/></svg>",
            "<blockquote cite=\"https://www.gov.cn\">x</blockquote>",
            "<meta property=\"og:url\" content=\"{{ page.canonical }}\">",
            "<form role=\"search\" data-root=\"{{ root }}\" hidden></form>",
            "<!-- <img src=//a.example> -->",
            "<svg><rect fill=\"url(#g)\"/></svg>",
            "<style>a{background:url(x.png)}</style>",
            "<script type=\"application/ld+json\">{\"@context\": \"https://schema.org\"}</script>",
            "<p>{{ page.canonical | replace(from=\"https://\", to=\"\") }}</p>",
            "{% set n = 1 %}<p class=\"c{{ n }}\">x</p>",
        ],
    );
    accepts(
        Some(Media::Css),
        &[
            "a{background:url(x.png)} b{background:url(\"../x.png\")}",
            "/* url(http://a.example) */",
            "a[href^=\"https://\"]::after{content:\" ↗\"}",
            "@namespace svg url(http://www.w3.org/2000/svg);",
            "a::before{content:\"http://a.example\"}",
            "@import \"more.css\";",
            "a{background:url(data:image/svg+xml;base64,AAAA)}",
            "a{color:var(--ink);width:calc(100% - var(--x))}",
        ],
    );
    accepts(
        Some(Media::Js),
        &[
            "// fetch(x) or https://a.example\n/* new Worker */ var a = 1;",
            "e.createElementNS('http://www.w3.org/2000/svg', 'g')",
            "if (a.href.startsWith('https://')) b();",
            "if (location.protocol === 'file:') c();",
            "script.src = root + 'search/' + name + '.js?v=' + version;",
            "var r = /^https?:\\/\\//; r.test(x)",
            "e.textContent = '找到：3条';",
            "var prefetched = window['speechSynthesis'];",
            "var s = 'a: b', t = `${n}条`;",
        ],
    );
}

#[test]
fn a_page_that_drops_or_weakens_the_policy_is_refused() {
    let page = |before: &str, policy: &str| {
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">{before}{meta}</head><body>x"
        )
    };
    let own = Policy::Site.words();
    let narrower = own.replace("img-src 'self' data:; ", "");
    let more = format!("{own}; font-src 'self'");
    for good in [page("", own), page("<!-- 甲 -->", &narrower), page("", &more)] {
        assert_eq!(Policy::Site.check(&good), Ok(()), "{good}");
    }
    let weaker = [
        own.replace("'none'; style", "*; style"),
        own.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        own.replace("script-src 'self'", "script-src https:"),
        own.replace("; base-uri 'none'", ""),
        own.replace("; form-action 'none'", ""),
        format!("{own}; connect-src https://a.example"),
        format!("img-src *; {own}"),
        String::new(),
    ];
    for policy in &weaker {
        assert_eq!(Policy::Site.check(&page("", policy)), Err(Refused::Weaker), "{policy}");
        // A second one takes nothing back.
        let twice = page(&format!("<meta http-equiv=content-security-policy content=\"{policy}\">"), own);
        assert_eq!(Policy::Site.check(&twice), Err(Refused::Weaker), "{policy}");
    }
    let late = [
        "<script src=x.js></script>",
        "<link rel=stylesheet href=x.css>",
        "<title>x</title>",
        "<meta http-equiv=refresh content=1>",
        "</head><body>",
        "甲",
        "<img src=x>",
    ];
    for before in late {
        assert_eq!(Policy::Site.check(&page(before, own)), Err(Refused::Late), "{before}");
    }
    let missing = page("", own).replace("Content-Security-Policy", "x-policy");
    assert!(Policy::Site.check(&missing).is_err());
    let commented =
        format!("<!DOCTYPE html><head><!--<meta http-equiv=Content-Security-Policy content=\"{own}\">-->");
    assert_eq!(Policy::Site.check(&commented), Err(Refused::Missing));
}
