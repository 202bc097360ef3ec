using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Abuse;

/// <summary>HTTP as octets on a connection, for what no client library would send.</summary>
internal static partial class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>A good request, the last one on its connection, with header lines added as they are.</summary>
    /// <param name="applicant">The applicant.</param>
    /// <param name="lines">Whole lines, each with its end.</param>
    public static string Post(Applicant applicant, string lines = "")
    {
        PersonalData.Mark(applicant.FirstName, applicant.LastName, applicant.IdNumber);
        var body = applicant.ToJson();
        return "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{body.Length}\r\nConnection: close\r\n{lines}\r\n{body}";
    }

    /// <summary>The same without the headers that say where its body ends.</summary>
    public static string PostFramedBy(string lines, string body) =>
        $"POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{lines}\r\n{body}";

    /// <summary>
    /// Sends it and reads until the other side closes, or has answered and then says no more; the statuses and the whole text.
    /// </summary>
    public static async Task<(int[] Statuses, string Text)> SendAsync(Uri host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Host, host.Port);
        using var patience = new CancellationTokenSource(Patience);
        var text = new StringBuilder();
        try
        {
            await client.Client.SendAsync(Encoding.Latin1.GetBytes(request), patience.Token);
            var buffer = new byte[8192];
            while (await client.Client.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
                patience.CancelAfter(Quiet);
            }
        }
        catch (OperationCanceledException) when (text.Length > 0)
        {
            // The connection waits for another request.
        }
        catch (SocketException)
        {
            // The other side closed while we were still sending: also an answer.
        }

        return (
            [.. StatusLine().Matches(text.ToString()).Select(match => int.Parse(match.Groups[1].Value, null))], text.ToString());
    }

    [GeneratedRegex(@"HTTP/1\.[01] (\d{3}) ")]
    private static partial Regex StatusLine();
}
