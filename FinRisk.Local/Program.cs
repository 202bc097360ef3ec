using FinRisk.Local.Hosting;
using FinRisk.Local.Privacy;
using FinRisk.Local.Settings;

var isBuilt = false;
try
{
    if (args is [SubjectCommand.Name, ..])
        return new SubjectCommand(Console.In, Console.Out, Console.Error, !Console.IsInputRedirected).Run(args);
    if (CommandLine.AsksForHelp(args))
    {
        await Console.Out.WriteAsync(SettingsHelp.Write());
        return 0;
    }

    if (CommandLine.AsksForVersion(args))
    {
        await Console.Out.WriteLineAsync(CommandLine.Version);
        return 0;
    }

    string[] errors = [.. CommandLine.FindErrors(args)];
    if (errors.Length > 0)
    {
        await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, errors));
        return CommandLine.UsageExitCode;
    }

    await using var host = await LocalHost.BuildAsync(args);
    isBuilt = true;
    await host.RunAsync();
    return 0;
}
catch (Exception exception) when (
    (isBuilt ? StartErrors.DescribeRunError(exception) : StartErrors.DescribeBuildError(exception)) is { } message)
{
    await Console.Error.WriteLineAsync(message);
    return 1;
}
