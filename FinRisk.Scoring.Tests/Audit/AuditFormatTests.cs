using System.Buffers;
using System.Text;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Audit;

/// <summary>How records leave the log.</summary>
public sealed class AuditFormatTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 15, 0, 7, TimeSpan.Zero);

    private static readonly AuditRecord Full = new("validation-ended", At, "alice")
    {
        ValidationId = "id-1",
        CorrelationId = "corr-1",
        Outcome = "scored",
        Level = RiskLevel.Medium,
        ScoreOf = "id-0",
        Provider = "backup",
        Attempts = 3,
        Degraded = true,
        AcceptedAt = At.AddSeconds(-1),
        EndedAt = At,
    };

    [Fact]
    public void A_line_of_JSON_has_every_member_that_is_there() => Assert.Equal(
        """
        {"at":"2026-11-22T10:15:00.007Z","act":"validation-ended","caller":"alice","validationId":"id-1",
        "correlationId":"corr-1","outcome":"scored","riskLevel":"MEDIUM","scoreOf":"id-0","provider":"backup","attempts":3,
        "degraded":true,"acceptedAt":"2026-11-22T10:14:59.007Z","endedAt":"2026-11-22T10:15:00.007Z"}
        """.ReplaceLineEndings("") + "\n",
        Text(AuditFormat.JsonLines, Full));

    [Fact]
    public void A_line_of_JSON_is_one_line_whatever_is_in_it()
    {
        var line = Text(AuditFormat.JsonLines, new AuditRecord("circuit-opened", At, "olga") { Reason = "a\nb\u2028\"c\"" });
        Assert.Equal(
            """{"at":"2026-11-22T10:15:00.007Z","act":"circuit-opened","caller":"olga","reason":"a\nb\u2028\"c\""}""" + "\n",
            line);
    }

    [Fact]
    public void A_table_has_a_header_and_a_column_for_each_member()
    {
        var output = new ArrayBufferWriter<byte>();
        AuditFormat.Csv.WriteHeader(output);
        AuditFormat.Csv.Write(output, Full);
        AuditFormat.Csv.Write(output, new AuditRecord("circuit-closed", At, "olga") { Reason = "it is back, says \"Bob\"" });
        Assert.Equal(
            "at,act,caller,validationId,correlationId,outcome,riskLevel,scoreOf,provider,attempts,degraded,acceptedAt,endedAt,"
                + "reason\r\n"
            + "2026-11-22T10:15:00.007Z,validation-ended,alice,id-1,corr-1,scored,MEDIUM,id-0,backup,3,true,"
                + "2026-11-22T10:14:59.007Z,2026-11-22T10:15:00.007Z,\r\n"
            + "2026-11-22T10:15:00.007Z,circuit-closed,olga,,,,,,,,,,,\"it is back, says \"\"Bob\"\"\"\r\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("  =1+1", "\"'  =1+1\"")]
    [InlineData("+27", "\"'+27\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("plain-text", "plain-text")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("it's", "\"it's\"")]
    public void A_table_gives_a_spreadsheet_no_formula(string reason, string field) =>
        Assert.EndsWith(
            $",{field}\r\n",
            Text(AuditFormat.Csv, new AuditRecord("circuit-opened", At, "olga") { Reason = reason }),
            StringComparison.Ordinal);

    private static string Text(AuditFormat format, AuditRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        format.Write(output, record);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
