"""What authors write, and what becomes of it."""

from blog.markup import OwnImage, render_post


def test_the_highest_heading_is_right_below_the_title_whichever_sign_it_has():
    assert render_post("# A\n\n## B") == '<h2 id="s-a">A</h2>\n<h3 id="s-b">B</h3>'
    assert render_post("### A") == '<h2 id="s-a">A</h2>'


def test_a_heading_cannot_take_the_name_of_a_part_of_the_page():
    assert 'id="s-main"' in render_post("## main")
    assert 'id="main"' not in render_post("## x {: #main }")


def test_a_quotation_names_its_source():
    html = render_post("> Words.\n> -- Anna, *Letters*")
    assert html == "<blockquote>\n<p>Words.</p>\n<footer><cite>Anna, <em>Letters</em></cite></footer>\n</blockquote>"


def test_an_image_alone_is_a_figure_with_its_title_as_caption():
    html = render_post('![A boat](/images/Ab9/boat.jpg "At sea")', images={"Ab9": OwnImage(640, 480)})
    assert html.startswith("<figure>") and "<figcaption>At sea</figcaption>" in html
    for part in ('src="/images/Ab9/boat.jpg"', 'alt="A boat"', 'width="640"', 'height="480"', 'loading="lazy"'):
        assert part in html


def test_an_image_from_elsewhere_becomes_a_link():
    html = render_post("![A boat](https://example.org/boat.jpg)")
    assert html == '<p><a href="https://example.org/boat.jpg" rel="noopener">A boat</a></p>'


def test_code_is_coloured_by_classes_alone():
    html = render_post("```python\nx = 1\n```")
    assert '<div class="highlight">' in html and '<span class="n">x</span>' in html
    assert "style" not in html


def test_another_language_runs_its_own_way():
    assert render_post("مرحبا\n{: lang=ar dir=rtl }") == '<p dir="rtl" lang="ar">مرحبا</p>'


def test_a_footnote_stands_at_the_foot_and_leads_back():
    html = render_post("A note[^1] here.\n\n[^1]: With *words*.")
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1" rel="noopener">1</a></sup>' in html
    assert '<li id="fn:1">' in html and "<em>words</em>" in html
    assert '<a class="footnote-backref" href="#fnref:1"' in html


def test_a_table_has_a_head_and_rows():
    html = render_post("|a|b|\n|-|-|\n|1|*2*|")
    assert "<thead>" in html and "<th>a</th>" in html and "<td>1</td>" in html and "<td><em>2</em></td>" in html


def test_a_term_has_its_meanings():
    html = render_post("Term\n:   Meaning\n:   *Another*")
    assert html == "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n<dd><em>Another</em></dd>\n</dl>"


def test_an_abbreviation_is_spelled_out_wherever_it_stands():
    html = render_post("HTML and HTML, not XHTML.\n\n*[HTML]: a language")
    assert html == '<p><abbr title="a language">HTML</abbr> and <abbr title="a language">HTML</abbr>, not XHTML.</p>'


def test_a_link_within_the_blog_stays():
    assert '<a href="/2018/05/x/" rel="noopener">' in render_post("[x](/2018/05/x/)")


def test_columns_are_aligned_without_a_style():
    html = render_post("|a|b|\n|:-:|-:|\n|1|2|")
    assert '<td align="center">1</td>' in html and '<td align="right">2</td>' in html
    assert "style" not in html


def test_equal_headings_have_addresses_of_their_own():
    html = render_post("# A\n\n# A\n\n# A_1\n\n# A\n\n# *!*")
    assert [part.split('"')[0] for part in html.split('id="')[1:]] == ["s-a", "s-a_1", "s-a_1_1", "s-a_2", "s-section"]


def test_a_note_used_twice_has_two_ways_back():
    html = render_post("a[^n] b[^n]\n\n[^n]: Note.")
    for part in ('id="fnref:n"', 'id="fnref2:n"', 'href="#fnref:n"', 'href="#fnref2:n"'):
        assert part in html


def test_an_address_on_another_site_s_page_or_a_script_is_no_part_of_a_post():
    assert "href" not in render_post("[a](#main) [b](//evil.example) [c](/\\evil.example) [d](relative)")
    assert "<img" not in render_post("![a](//evil.example/x.png) ![b](/images/../x.png) ![c](data:image/png;base64,x)")


def test_a_word_in_another_language_says_so():
    assert render_post("*Schadenfreude*{: lang=de }") == '<p><em lang="de">Schadenfreude</em></p>'


RENDITIONS = {"webp": {480: "/images/Ab9/boat_480.webp", 960: "/images/Ab9/boat_960.webp"}}


def test_an_image_with_renditions_is_a_picture_as_wide_as_it_is_meant_to_be():
    boat = {"Ab9": OwnImage(1200, 900, "A boat", "At sea", RENDITIONS)}
    html = render_post("![](/images/Ab9/boat.jpg)", images=boat)
    source = (
        '<source sizes="(max-width: 592px) 100vw, 592px" '
        'srcset="/images/Ab9/boat_480.webp 480w, /images/Ab9/boat_960.webp 960w" type="image/webp">'
    )
    assert html.count("<picture>") == html.count("</picture>") == html.count(source) == 1
    assert "<figcaption>At sea</figcaption>" in html and 'alt="A boat"' in html
    inline = render_post("Look: ![B](/images/Ab9/boat.jpg){: width=200 } and on", images=boat)
    assert 'sizes="(max-width: 200px) 100vw, 200px"' in inline and 'width="200"' in inline
    assert "</picture> and on</p>" in inline and "figcaption" not in inline


def test_no_rendition_comes_from_elsewhere_and_none_is_written_by_hand():
    evil = {"webp": {480: "https://evil.example/x.webp"}}
    html = render_post("![](/images/Ab9/boat.jpg)", images={"Ab9": OwnImage(900, 900, "B", "", evil)})
    assert "evil" not in html and "<img" in html
    by_hand = '![B](/images/Ab9/boat.jpg){: srcset="https://evil.example/x.webp 1w" sizes="1px" type="image/webp" }'
    assert "evil" not in render_post(by_hand)
