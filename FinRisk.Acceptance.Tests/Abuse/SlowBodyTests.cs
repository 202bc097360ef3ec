using System.Net.Sockets;
using System.Text;
using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Abuse;

/// <summary>
/// Bodies that never end, or come at ten octets a second on two hundred connections, while others want to be served.
/// </summary>
public sealed class SlowBodyTests(ITestOutputHelper output) : IDisposable
{
    private const int SlowCallers = 200;
    private const int EndlessCallers = 20;
    private const long MaxMemory = 100L * 1024 * 1024;

    /// <summary>
    /// What buffers of the machine on both sides may hold, and no more: a refused body is not read to an end that never comes.
    /// </summary>
    private const long MaxTaken = EndlessCallers * 16L * 1024 * 1024;
    private const string Head = "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /// <summary>About ten seconds are needed, and more on a busy machine; this long means that nobody ended them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _patience = new(Patience);
    private long _sent;

    public void Dispose() => _patience.Dispose();

    /// <summary>Ended by the host, memory bounded, no 5xx; the usual caller beside them always gets its score.</summary>
    [OwnHostFact]
    public async Task Slow_and_endless_bodies_harm_nobody_else()
    {
        using var target = await OwnTarget.StartAsync(
            ("Validation:SyncWait", "00:00:30"), ("RiskShield:AttemptTimeout", "00:00:20"), ("Circuit:ProbeLease", "00:00:30"));
        for (var warm = 0; warm < 50; warm++)
            (await target.FinRisk.ValidateAsync(Applicant.New())).Is(200);
        var (before, most, served) = (target.Host.Process.Memory, 0L, 0);

        var address = target.Host.Address;
        var abuse = Task.WhenAll(
        [
            .. Enumerable.Range(0, SlowCallers).Select(_ => TrickleAsync(address)),
            .. Enumerable.Range(0, EndlessCallers).Select(_ => PourAsync(address)),
            AnnounceAsync(address),
        ]);
        while (!abuse.IsCompleted)
        {
            var applicant = Applicant.New();
            Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
            most = Math.Max(most, target.Host.Process.Memory);
            served++;
        }

        var answers = await abuse;
        output.WriteLine($"{served} usual requests, {_sent} octets of endless bodies sent, memory {before >> 20} to "
            + $"{most >> 20} MiB, answers: "
            + string.Join(
                ", ",
                answers.GroupBy(answer => answer).OrderBy(group => group.Key).Select(group => $"{group.Key}: {group.Count()}")));
        Assert.True(served >= 5, $"Only {served} usual requests were served.");
        Assert.True(_sent < MaxTaken, $"{_sent} octets of endless bodies were taken.");
        Assert.True(most - before < MaxMemory, $"Memory grew from {before} to {most} bytes.");
        Assert.All(answers, status => Assert.True(status is 0 or 400 or 408 or 413, $"An abuser was answered {status}."));
        Assert.Equal(413, answers[^1]);
    }

    /// <summary>A good body, ten octets a second; the status it was ended with, 0 for none.</summary>
    private async Task<int> TrickleAsync(Uri host)
    {
        using var client = await ConnectAsync(host, Head + "Content-Length: 400\r\n\r\n");
        var answer = AnswerAsync(client);
        while (!answer.IsCompleted && await TrySendAsync(client, "          "))
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), _patience.Token));
        return await answer;
    }

    /// <summary>Chunks without end, as fast as they are taken.</summary>
    private async Task<int> PourAsync(Uri host)
    {
        using var client = await ConnectAsync(host, Head + "Transfer-Encoding: chunked\r\n\r\n");
        var answer = AnswerAsync(client);
        var chunk = $"1000\r\n{new string(' ', 0x1000)}\r\n";
        while (!answer.IsCompleted && await TrySendAsync(client, chunk))
            Interlocked.Add(ref _sent, chunk.Length);
        return await answer;
    }

    /// <summary>A body of ten gigabytes is announced, and refused before it comes.</summary>
    private async Task<int> AnnounceAsync(Uri host)
    {
        using var client = await ConnectAsync(host, Head + "Content-Length: 10000000000\r\n\r\n");
        return await AnswerAsync(client);
    }

    private async Task<TcpClient> ConnectAsync(Uri host, string head)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(host.Host, host.Port, _patience.Token);
        await client.Client.SendAsync(Encoding.ASCII.GetBytes(head), _patience.Token);
        return client;
    }

    private async Task<bool> TrySendAsync(TcpClient client, string text)
    {
        try
        {
            await client.Client.SendAsync(Encoding.ASCII.GetBytes(text), _patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The status that came before the connection ended; 0 if it was cut without one.</summary>
    private async Task<int> AnswerAsync(TcpClient client)
    {
        var text = new StringBuilder();
        var buffer = new byte[2048];
        try
        {
            while (await client.Client.ReceiveAsync(buffer, _patience.Token) is > 0 and var read)
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Cut.
        }

        return text.Length > 12 ? int.Parse(text.ToString(9, 3), null) : 0;
    }
}
