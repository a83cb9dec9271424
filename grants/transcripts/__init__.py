"""Score sheets on paper (纸质评分表): printed with a code, typed by two people who agree, sealed like others."""
