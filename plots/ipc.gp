# SPDX-License-Identifier: MIT
# Question: What does a call from one client to another cost, there and back?
# In the workload's order, n models: `call` and `send` of each pair, then `grant` of
# each model. Other rows have a line each.
n = count == 36 ? 4 : count == 21 ? 3 : count == 10 ? 2 : count == 3 ? 1 : 0
lines = n > 0 ? n * n : count
height = 200 + (lines > 8 ? 24 : 36) * lines
load 'plots/part/common.gp'
grant(i) = n > 0 && i > 2 * n * n ? i - 2 * n * n : 0
line(i) = n == 0 ? i : grant(i) ? (grant(i) - 1) * (n + 1) + 1 : (i - 1) / 2 + 1
# Each block begins with its name: "call flat-paged: +2.92 each x".
array names[count]
array cases[count]
do for [i = 1:count] {
    stats data index i - 1 every ::0::0 using (text = strcol(1), 0) nooutput
    end = strstrt(text, ': ')
    names[i] = end ? text[1:end - 1] : text
    cases[i] = word(names[i], 1)
}
hue(case) = case eq 'call' ? blue : case eq 'send' ? orange : \
            case eq 'grant' ? green : black
form(case) = case eq 'call' ? 7 : case eq 'send' ? 5 : case eq 'grant' ? 9 : 13
label(i) = n == 0 ? names[i] : word(names[i], words(names[i]))
# As many panels as the first block has numbers in x; to each its own axis.
stats data index 0 using 1 nooutput
panels = int(STATS_records)
array bytes[panels]
array most[panels]
do for [k = 1:panels] {
    stats data index 0 every ::k::k using (bytes[k] = column(1), 0) nooutput
    stats data every ::k::k using 4 nooutput
    most[k] = STATS_max
}
# 1, 2 or 5 times a power of ten: so that three to six lines are in a panel.
power(most) = 10.0 ** floor(log10(most / 3))
step(most) = power(most) * (most / 3 >= 5 * power(most) ? 5 : \
                            most / 3 >= 2 * power(most) ? 2 : 1)
left = 0.225
width = (0.985 - left) / panels
set multiplot
set yrange [lines + 0.5:0.5]
set tmargin at screen 1 - 125.0 / height
set bmargin at screen 70.0 / height
set xtics font 'DejaVu Sans,10'
set label 3 sprintf('%s there and back; bytes there, and as many back', unit) \
    at screen 0.5, screen 0 offset 0, 1 center
do for [i = 1:3] {
    case = word('call send grant', i)
    if ((sum [c = 1:count] (cases[c] eq case)) > 0) {
        set label 10 + i case at screen 0.6 + 0.1 * i, screen 1 - 60.0 / height \
            left offset 1, 0 \
            point pointtype form(case) pointsize 1.1 linecolor rgb hue(case)
    }
}
do for [k = 1:panels] {
    set lmargin at screen left + (k - 1) * width
    set rmargin at screen left + k * width - 0.03
    set title sprintf('%g bytes', bytes[k]) font 'DejaVu Sans,11' offset 0, -0.6
    set ytics () scale 0
    do for [i = 1:count] { set ytics add (k > 1 ? '' : label(i) line(i)) }
    set format x (most[k] < 10000 ? '%.0f' : human)
    set xrange [0:1.05 * most[k]]
    set xtics step(most[k])
    plot for [i = 1:count] data index i - 1 every ::k::k \
        using 2:(line(i)):3:4 with xerrorbars linecolor rgb hue(cases[i]) \
        pointtype form(cases[i]) pointsize 1.1 linewidth 1.5 notitle
    unset label
}
unset multiplot
