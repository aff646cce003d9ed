package io.usercenter.platform.compose;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class NearestName {

  /** Comparing with more names than this takes longer than the help is worth. */
  private static final int MOST_NAMES = 2_000;

  private static final int LONGEST = 60;

  private NearestName() {}

  /** The nearest of the known names, if one is near: a third of the letters may differ. */
  public static Optional<String> suggest(String name, Collection<String> known) {
    if (name.length() > LONGEST || known.size() > MOST_NAMES) {
      return Optional.empty();
    }
    String best = null;
    int bestDistance = Math.max(2, name.length() / 3) + 1;
    for (String each : known) {
      if (Math.abs(each.length() - name.length()) >= bestDistance) {
        continue;
      }
      int distance = distance(name.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
      if (distance < bestDistance && distance < each.length()) {
        best = each;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** A few of the names, for a sentence: {@code [a, b, c and 7 more]}. */
  static String list(Collection<String> names) {
    int most = 12;
    String some = String.join(", ", names.stream().limit(most).toList());
    String more = names.size() > most ? " and " + (names.size() - most) + " more" : "";
    return "[" + some + more + "]";
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int step(int[][] cost, String one, String other, int i, int j) {
    int replace = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
