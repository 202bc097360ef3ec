using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Waits for a started program to answer 200.</summary>
internal static class Readiness
{
    /// <exception cref="InvalidOperationException">
    /// It ended, or it is not ready in time; the message has the tail of its log.
    /// </exception>
    public static async Task WaitAsync(ChildProcess process, Uri probe)
    {
        var last = "no answer";
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    if (process.HasExited)
                        throw new InvalidOperationException($"It ended with code {process.ExitCode}.");
                    try
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Get, probe);
                        var answer = await Wire.SendAsync(request);
                        last = answer.ToString();
                        return answer.Status is 200;
                    }
                    catch (HttpRequestException)
                    {
                        return false;
                    }
                },
                $"200 from {probe}");
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException(
                $"{failure.Message} Last seen: {last}. The end of its log ({process.LogFile}):\n{await process.LogTailAsync()}",
                failure);
        }
    }
}
