# SPDX-License-Identifier: MIT
# Styles that all plots share. Colours: Okabe and Ito's palette, which
# readers with any kind of colour vision can tell apart.

set encoding utf8
set datafile separator whitespace
face = 'DejaVu Sans,12'
if (format eq 'svg') {
    set terminal svg size 900,height font face background '#ffffff' \
        noenhanced
} else {
    set terminal pngcairo size 900,height font face background '#ffffff' \
        noenhanced
}
set output out

blue = '#0072b2'; orange = '#d55e00'; green = '#009e73'; pink = '#cc79a7'
sky = '#56b4e9'; yellow = '#e69f00'; black = '#222222'; grey = '#b8b8b8'
array palette_[8] = [blue, orange, green, pink, yellow, sky, black, grey]
colour(i) = palette_[(i - 1) % 8 + 1]
# Past the colours, open shapes and dashes tell lines apart.
shape(i) = word('7 5 9 11 13 15 6 3 4 6 10 8 14 12 1 2', (i - 1) % 16 + 1) + 0
dash(i) = i > 8 ? 2 : 1

set border 3 linecolor rgb '#888888'
set tics nomirror textcolor rgb black
set grid linecolor rgb '#e4e4e4' linewidth 1 linetype 1
set key at graph 0, graph 1.02 left bottom horizontal reverse Left samplen 2 \
    width 1 textcolor rgb black
set bars 0.5
set label 1 question at screen 0.02, screen 1 offset 0, -1.4 left \
    font 'DejaVu Sans Bold,14' textcolor rgb black
set label 2 sprintf('%s on %s, clock %s; p50, whiskers from min to p99', \
    name, machine, clock) at screen 0.02, screen 1 offset 0, -3.1 left \
    font 'DejaVu Sans,11' textcolor rgb '#666666'
# Room for the key: two entries a line where slopes make them long.
set tmargin (by_x && count > 3 ? 5.5 + 1.2 * ((count + 1) / 2) : 7)
set rmargin 6
# Numbers as people write them: 1, 10, 100, 1k, 10k, 1M.
human = '%.0s%c'
